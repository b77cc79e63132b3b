package dev.skald.eventstore;

/** A stream was closed for good; nothing was appended. */
public final class StreamClosed extends RuntimeException {

  private final transient StreamId stream;

  StreamClosed(StreamId stream) {
    super("stream %s is closed".formatted(stream));
    this.stream = stream;
  }

  public StreamId stream() {
    return stream;
  }
}
