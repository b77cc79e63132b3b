package dev.skald.eventstore;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a stream is wanted, and from which end.
 *
 * @param afterVersion events up to this version are left out
 * @param untilVersion so are events behind this one
 * @param until so are events recorded later
 */
public record StreamRead(
    boolean backwards, long afterVersion, long untilVersion, @Nullable Instant until) {

  public static StreamRead forwards() {
    return new StreamRead(false, 0, Long.MAX_VALUE, null);
  }

  /** The newest first. */
  public static StreamRead newestFirst() {
    return new StreamRead(true, 0, Long.MAX_VALUE, null);
  }

  public StreamRead after(long version) {
    return new StreamRead(backwards, version, untilVersion, until);
  }

  /** The stream as it was when it had this version. */
  public StreamRead asOf(long version) {
    return new StreamRead(backwards, afterVersion, version, until);
  }

  /** The stream as it was then. */
  public StreamRead asOf(Instant time) {
    return new StreamRead(backwards, afterVersion, untilVersion, time);
  }

  /** What is left after this event was read. */
  StreamRead behind(RecordedEvent event) {
    return backwards ? asOf(event.version() - 1) : after(event.version());
  }
}
