package dev.skald.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that was found out. */
final class Report {

  /** One figure; a time that was not taken is no number. */
  record Row(
      String scenario,
      String who,
      int inFlight,
      double perSecond,
      String unit,
      double p50Millis,
      double p99Millis,
      String note) {}

  /** Something to be reached. Where it is not, the note says what is known of why. */
  record Target(String what, String wanted, String figure, boolean reached, String note) {}

  /** What was acknowledged, and what a reader found. */
  record Check(String scenario, String who, long committed, long consumed) {
    boolean agrees() {
      return committed == consumed;
    }
  }

  /** Processor time of one saga, by the process that took it. */
  record Cost(String who, String ending, int inFlight, Map<String, Double> millis) {}

  final Map<String, String> settings = new LinkedHashMap<>();
  final Map<String, String> guarantees = new LinkedHashMap<>();
  final List<Row> rows = new ArrayList<>();
  final List<Cost> costs = new ArrayList<>();
  final List<Target> targets = new ArrayList<>();
  final List<Check> checks = new ArrayList<>();
  final List<String> remarks = new ArrayList<>();

  void add(String scenario, String who, Measured measured, String note) {
    add(scenario, who, measured, "events/s", note);
  }

  void add(String scenario, String who, Measured measured, String unit, String note) {
    rows.add(
        new Row(
            scenario,
            who,
            measured.inFlight(),
            measured.eventsPerSecond(),
            unit,
            measured.p50(),
            measured.p99(),
            note));
  }

  /** A figure that is to be at least so high. */
  void atLeast(double wanted, double figure, String unit, String what, String bound) {
    targets.add(
        new Target(
            what,
            "at least " + number(wanted) + unit,
            number(figure) + unit,
            figure >= wanted,
            figure >= wanted ? "" : bound));
  }

  /** A figure that is to be at most so high. */
  void atMost(double wanted, double figure, String unit, String what, String bound) {
    targets.add(
        new Target(
            what,
            "at most " + number(wanted) + unit,
            number(figure) + unit,
            figure <= wanted,
            figure <= wanted ? "" : bound));
  }

  static String number(double value) {
    return value >= 100 ? "%,.0f".formatted(value) : "%.2f".formatted(value);
  }

  boolean agrees() {
    return checks.stream().allMatch(Check::agrees);
  }
}
