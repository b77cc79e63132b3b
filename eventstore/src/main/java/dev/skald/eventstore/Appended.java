package dev.skald.eventstore;

import java.util.Map;

/**
 * The answer to an append, the same however often it is asked for.
 *
 * @param position of its last event; 0 where it had none
 * @param versions the streams it wrote to, each with its version after the append
 * @param repeated whether the command had happened before
 */
public record Appended(
    CommandId commandId, long position, Map<StreamId, Long> versions, boolean repeated) {
  public Appended {
    versions = Map.copyOf(versions);
  }
}
