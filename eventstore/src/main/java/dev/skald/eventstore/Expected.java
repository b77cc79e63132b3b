package dev.skald.eventstore;

/** What an append takes for granted about a stream. */
public sealed interface Expected {

  record Any() implements Expected {}

  record NoStream() implements Expected {}

  record Exists() implements Expected {}

  record AtVersion(long version) implements Expected {
    public AtVersion {
      if (version < 1) {
        throw new IllegalArgumentException(
            "a stream is never at version %d; a new one is expected with noStream()"
                .formatted(version));
      }
    }
  }

  static Expected any() {
    return new Any();
  }

  static Expected noStream() {
    return new NoStream();
  }

  static Expected exists() {
    return new Exists();
  }

  /** Version 0 is a stream that does not exist yet. */
  static Expected version(long version) {
    return version == 0 ? new NoStream() : new AtVersion(version);
  }
}
