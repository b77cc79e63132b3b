package dev.skald.eventstore;

/**
 * An aggregate as it was read.
 *
 * @param version of its stream; 0 where there is none
 * @param position of its last event
 */
public record Loaded<S>(StreamId stream, S state, long version, long position) {

  /** What an append that was decided on this state expects of the stream. */
  public Expected expected() {
    return Expected.version(version);
  }
}
