package dev.skald.eventstore;

/** An event of a known type does not say what that type says. */
public final class UnreadableEvent extends RuntimeException {

  private final long position;

  UnreadableEvent(RecordedEvent event, Throwable cause) {
    super(
        "event %s at position %d, %s version %d, cannot be read as %s: %s"
            .formatted(
                event.eventId(),
                event.position(),
                event.streamId(),
                event.version(),
                event.type(),
                cause),
        cause);
    this.position = event.position();
  }

  public long position() {
    return position;
  }
}
