package dev.skald.eventstore;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lifts events of one type and schema version to what they are today, when they are read. What it
 * yields may be lifted further.
 */
public record Upcaster(String type, int schemaVersion, Function<ObjectNode, List<Lifted>> lift) {

  /** An event as it should have been written: its type, that type's version, and its data. */
  public record Lifted(String type, int schemaVersion, ObjectNode data) {}

  /** The same event with other data, one version on. */
  public static Upcaster toNext(String type, int schemaVersion, UnaryOperator<ObjectNode> change) {
    return new Upcaster(
        type,
        schemaVersion,
        data -> List.of(new Lifted(type, schemaVersion + 1, change.apply(data))));
  }

  /** An event that was split into several, or became another one. */
  public static Upcaster split(
      String type, int schemaVersion, Function<ObjectNode, List<Lifted>> parts) {
    return new Upcaster(type, schemaVersion, parts);
  }

  /** An event that says nothing any more. */
  public static Upcaster drop(String type, int schemaVersion) {
    return new Upcaster(type, schemaVersion, _ -> List.of());
  }
}
