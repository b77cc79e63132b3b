package dev.skald.eventstore;

import java.time.Duration;

/**
 * What became of a command.
 *
 * @param version of the aggregate's stream after it; 0 where it wrote nothing there
 * @param position of the last event that it wrote to any stream; 0 where it wrote none
 * @param events how many it wrote to the aggregate's stream
 * @param repeated whether it had happened before
 */
public record Handled(
    CommandId commandId,
    long version,
    long position,
    int events,
    boolean repeated,
    Duration duration) {}
