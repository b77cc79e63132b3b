package dev.skald.eventstore;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an event besides its data. Names that the store itself knows are constants.
 */
public record Metadata(Map<String, String> values) {

  public static final String CORRELATION_ID = "correlationId";
  public static final String CAUSATION_ID = "causationId";
  public static final String COMMAND_ID = "commandId";
  public static final String ACTOR = "actor";
  public static final String TENANT = "tenant";
  public static final String TRACEPARENT = "traceparent";
  public static final Metadata EMPTY = new Metadata(Map.of());

  public Metadata {
    values = Map.copyOf(values);
  }

  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** The same with one more value; a null changes nothing. */
  public Metadata with(String name, @Nullable String value) {
    if (value == null) {
      return this;
    }
    Map<String, String> more = new TreeMap<>(values);
    more.put(name, value);
    return new Metadata(more);
  }
}
