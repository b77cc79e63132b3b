package dev.skald.projections.loyalty;

import dev.skald.projections.Page;
import java.time.Instant;

/**
 * What a customer has, and how it came, newest first.
 *
 * @param position of the last entry that counts in; 0 if there is none
 */
public record PointsView(String customerId, long points, Page<Entry> entries, long position) {

  /** Points for a purchase, by its id; below zero where they were taken away again. */
  public record Entry(
      String reference, Kind kind, long points, Instant recordedAt, long position) {}

  /** Whether points were given or taken away. */
  public enum Kind {
    AWARDED,
    REVOKED
  }
}
