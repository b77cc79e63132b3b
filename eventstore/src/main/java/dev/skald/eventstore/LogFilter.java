package dev.skald.eventstore;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which events of the log are wanted; what is empty or null excludes nothing. */
public record LogFilter(
    Set<String> categories,
    Set<String> types,
    @Nullable String tenant,
    @Nullable String correlationId,
    @Nullable Instant since) {

  public static final LogFilter ALL = new LogFilter(Set.of(), Set.of(), null, null, null);

  public LogFilter {
    categories = Set.copyOf(categories);
    types = Set.copyOf(types);
  }

  public static LogFilter ofCategories(Set<String> categories) {
    return new LogFilter(categories, Set.of(), null, null, null);
  }
}
