package dev.skald.workflows.determinism;

/** What can be told of a value by the way it came about. */
enum Kind {
  /** Nothing. */
  UNKNOWN,
  /** A collection that can be changed and whose order is by hash. */
  HASHED,
  /** A fixed set or map of the JDK, whose order differs from one JVM to the next. */
  SALTED,
  /** A stream of either. */
  UNORDERED_STREAM,
  /** Gathers a stream into something that is {@link #HASHED}. */
  HASHING_COLLECTOR,
  /** Gathers a stream into something that is {@link #SALTED}. */
  SALTING_COLLECTOR,
  /** An array, or another thing of the JDK that can be changed. */
  MUTABLE;

  /** Whether its elements come in an order that a replay may not repeat. */
  boolean isUnordered() {
    return this == HASHED || this == SALTED;
  }

  boolean isMutable() {
    return this == HASHED || this == MUTABLE;
  }

  /** The same, where it cannot be changed through this. */
  Kind fixed() {
    return switch (this) {
      case HASHED -> SALTED;
      case MUTABLE -> UNKNOWN;
      case UNKNOWN, SALTED, UNORDERED_STREAM, HASHING_COLLECTOR, SALTING_COLLECTOR -> this;
    };
  }

  /** Where two ways meet, what is known of one of them counts. */
  Kind or(Kind other) {
    return this == UNKNOWN ? other : this;
  }
}
