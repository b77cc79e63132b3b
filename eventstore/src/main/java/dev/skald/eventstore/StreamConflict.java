package dev.skald.eventstore;

import java.util.List;
import java.util.stream.Collectors;

/** Streams were not as an append expected them; nothing was appended. */
public final class StreamConflict extends RuntimeException {

  /** The actual version is 0 for a stream that does not exist. */
  public record Mismatch(StreamId stream, Expected expected, long actual) {}

  private final transient List<Mismatch> mismatches;

  public StreamConflict(List<Mismatch> mismatches) {
    super(
        mismatches.stream()
            .map(
                m ->
                    "%s: expected %s, is at version %d"
                        .formatted(m.stream(), m.expected(), m.actual()))
            .collect(Collectors.joining("; ")));
    this.mismatches = List.copyOf(mismatches);
  }

  public List<Mismatch> mismatches() {
    return mismatches;
  }

  /** Whether all other streams were as expected. */
  public boolean isOnlyOf(StreamId stream) {
    return mismatches.stream().allMatch(mismatch -> mismatch.stream().equals(stream));
  }
}
