package dev.skald.eventstore;

/** A stream cannot be folded: some of its events lie in the archive, and a tail is not a state. */
public final class StreamArchived extends RuntimeException {

  private final StreamId stream;

  StreamArchived(StreamId stream, long expectedVersion, long actualVersion) {
    super(
        "%s has no version %d in the log, the next one is %d: restore what is archived of it"
            .formatted(stream, expectedVersion, actualVersion));
    this.stream = stream;
  }

  public StreamId stream() {
    return stream;
  }
}
