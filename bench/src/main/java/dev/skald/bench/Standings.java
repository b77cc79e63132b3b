package dev.skald.bench;

import java.util.HashMap;
import java.util.Map;

/** How the contest ended, and whether that is what was wanted. */
final class Standings {

  private final Map<String, Double> rates = new HashMap<>();

  void put(String who, Measured measured) {
    rates.put(who, measured.eventsPerSecond());
  }

  void judge(Report report) {
    atLeast(report, 1.8, Contest.OURS, Contest.RAW, "256 in flight / raw commits, 32 connections");
    atLeast(
        report, 5, Contest.OURS, Contest.MESSAGE_DB, "256 in flight / message-db, one category");
    atLeast(
        report,
        3,
        Contest.OURS_MANY,
        Contest.MESSAGE_DB_MANY,
        "256 in flight / message-db, 1000 categories");
    atLeast(report, 5, Contest.OURS, Contest.AXON, "256 in flight / Axon's JDBC engine");
  }

  /** Nothing to be said of one that was not there. */
  private void atLeast(Report report, double wanted, String ours, String other, String what) {
    Double own = rates.get(ours);
    Double theirs = rates.get(other);
    if (own != null && theirs != null) {
      Double raw = rates.getOrDefault(Contest.RAW, Double.NaN);
      String bound =
          "of the raw commits, %s reaches %.0f %% and we %.0f %%"
              .formatted(other, 100 * theirs / raw, 100 * own / raw);
      report.atLeast(wanted, own / theirs, " times", what, bound);
    }
  }
}
