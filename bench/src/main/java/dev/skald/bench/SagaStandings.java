package dev.skald.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Who stands where beside whom, and whether that is what was wanted. */
final class SagaStandings {

  private static final String OURS = SagaContenders.TRANSFER;
  private static final String PLAIN = SagaContenders.PLAIN;
  private static final String LIMIT = SagaContenders.LIMIT;
  private static final double TIMES_PLAIN = 2.5;
  private static final double SHARE_OF_LIMIT = 0.5;
  private static final double MILLIS_ALONE = 30;

  private final Set<String> runners = new LinkedHashSet<>();
  private final Map<String, Measured> measured = new TreeMap<>();

  void put(String runner, Ending ending, Measured one) {
    runners.add(runner);
    measured.put(key(runner, ending, one.inFlight()), one);
  }

  private static String key(String runner, Ending ending, int inFlight) {
    return "%s/%s/%d".formatted(runner, ending, inFlight);
  }

  private Optional<Measured> get(String runner, Ending ending, int inFlight) {
    return Optional.ofNullable(measured.get(key(runner, ending, inFlight)));
  }

  /** Nothing, where one of both was not measured. */
  private Optional<Double> ratio(Measured one, Optional<Measured> other) {
    return other.map(it -> one.eventsPerSecond() / it.eventsPerSecond());
  }

  String table(List<Integer> ladder) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("", "", "callers", "x plain", "of the limit"));
    for (String runner : runners) {
      for (Ending ending : Ending.values()) {
        for (int inFlight : ladder) {
          get(runner, ending, inFlight)
              .ifPresent(
                  one ->
                      lines.add(
                          List.of(
                              runner,
                              ending.word(),
                              Integer.toString(inFlight),
                              text(ratio(one, get(PLAIN, ending, inFlight))),
                              text(ratio(one, get(LIMIT, Ending.DONE, inFlight))))));
        }
      }
    }
    return Tables.table(lines);
  }

  private static String text(Optional<Double> ratio) {
    return ratio.map("%.2f"::formatted).orElse("");
  }

  void judge(Report report) {
    for (Ending ending : Ending.values()) {
      for (int inFlight : List.of(1, 16, 64)) {
        get(OURS, ending, inFlight).ifPresent(one -> judge(report, ending, one));
      }
    }
  }

  private void judge(Report report, Ending ending, Measured one) {
    int inFlight = one.inFlight();
    String what = "account-transfer %s, %d callers".formatted(ending.word(), inFlight);
    ratio(one, get(PLAIN, ending, inFlight))
        .ifPresent(it -> report.atLeast(TIMES_PLAIN, it, " times", what + " / plain", ""));
    if (inFlight > 1) {
      ratio(one, get(LIMIT, Ending.DONE, inFlight))
          .ifPresent(it -> report.atLeast(SHARE_OF_LIMIT, it, "", what + " / limit", ""));
    } else {
      report.atMost(MILLIS_ALONE, one.p50(), " ms", what + ", p50", "");
    }
  }
}
