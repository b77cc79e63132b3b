package dev.skald.api;

import dev.skald.projections.engine.ReadModels;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a query wait until its read model shows what the caller has written, or has heard of. */
public final class ReadYourWrites {

  public static final String HEADER = "Skald-Min-Position";
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ReadModels models;

  ReadYourWrites(ReadModels models) {
    this.models = models;
  }

  /**
   * Answers once the projection has got there.
   *
   * @param wanted the header, if it was sent
   */
  public void await(String projection, @Nullable String wanted) {
    await(List.of(projection), wanted);
  }

  /** The same of several, in the time of one. */
  public void await(Collection<String> projections, @Nullable String wanted) {
    if (wanted == null) {
      return;
    }
    long position = position(wanted);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (String projection : projections) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      if (!models.await(projection, position, left)) {
        throw Problem.unavailable(
            "read-model-behind",
            "'%s' has not got to position %d yet; it is at %d"
                .formatted(projection, position, models.position(projection)));
      }
    }
  }

  private static long position(String wanted) {
    if (!wanted.matches("\\d{1,18}")) {
      throw new InvalidRequest(HEADER, "'%s' must be a position, a whole number".formatted(wanted));
    }
    return Long.parseLong(wanted);
  }
}
