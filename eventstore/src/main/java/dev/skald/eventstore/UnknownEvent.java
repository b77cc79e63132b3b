package dev.skald.eventstore;

/**
 * A stream holds an event of a type that this program does not know, so that what the stream comes
 * to cannot be told here: most likely a newer build wrote it. A type that is no longer used is
 * dropped by {@link Upcaster#drop}.
 */
public final class UnknownEvent extends RuntimeException {

  UnknownEvent(RecordedEvent event) {
    super(
        "this build knows no event '%s', which is %s version %d at position %d; a build that knows it has to decide"
            .formatted(event.type(), event.streamId(), event.version(), event.position()));
  }
}
