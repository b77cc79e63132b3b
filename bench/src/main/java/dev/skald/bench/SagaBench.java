package dev.skald.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * How many sagas a second, and how long each takes from the request until everybody can see its
 * end: ours beside the limit, the plain way and others, all on the same servers and in turns.
 */
final class SagaBench {

  private static final String SCENARIO = "sagas";
  private static final Duration IDLE = Duration.ofSeconds(3);

  private final Arguments arguments;
  private final SagaPace pace;
  private final SagaServers servers;
  private final Report report;
  private final PrintStream out;
  private final SagaStandings standings = new SagaStandings();

  SagaBench(Arguments arguments, SagaServers servers, Report report, PrintStream out) {
    this.arguments = arguments;
    this.pace = SagaPace.of(arguments.pace());
    this.servers = servers;
    this.report = report;
    this.out = out;
  }

  void run() throws Exception {
    describe();
    try (SagaContenders contenders = new SagaContenders(servers, arguments, report)) {
      List<SagaRunner> runners = contenders.startAll();
      idle();
      List<SagaTurn> turns = turns(runners);
      for (SagaTurn turn : turns) {
        turn.warmUp(pace.ladder().getLast(), pace.warmest());
      }
      for (int inFlight : pace.ladder()) {
        measure(turns, inFlight);
      }
      for (SagaTurn turn : turns) {
        check(turn);
      }
      for (SagaRunner runner : runners) {
        report.checks.addAll(runner.checks());
      }
    }
    standings.judge(report);
    out.println("Ratios:\n" + standings.table(pace.ladder()));
    out.println("Who guarantees what:\n" + Tables.guarantees(report));
    out.println("Ended and recorded:\n" + Tables.checks(report));
    out.println("Targets:\n" + Tables.targets(report));
    report.remarks.forEach(out::println);
  }

  private void describe() {
    report.settings.put("rounds", pace.describe());
    report.settings.put("JVM of each contender", String.join(" ", Program.JVM));
    report.settings.put(
        "transfers",
        "between any two of %,d accounts; undone: to a frozen one".formatted(pace.accounts()));
    report.settings.put(
        "orders",
        "two of %,d products; undone: to a country that cannot be served"
            .formatted(pace.products()));
    report.settings.put(
        "clock",
        "from the request over HTTP until it is answered and all read models show the end");
    out.println(Tables.settings(report));
  }

  private List<SagaTurn> turns(List<SagaRunner> runners) {
    List<SagaTurn> turns = new ArrayList<>();
    for (SagaRunner runner : runners) {
      for (Ending ending : runner.endings()) {
        turns.add(new SagaTurn(new SagaCalls(runner, ending, arguments.seed())));
      }
    }
    return turns;
  }

  /** What all of it takes while nobody asks for anything. */
  private void idle() {
    ProcessTimes before = ProcessTimes.now();
    Load.pass(IDLE);
    ProcessTimes used = ProcessTimes.now().since(before);
    long sum = used.millis().values().stream().mapToLong(Long::longValue).sum();
    report.remarks.add(
        "With nobody asking, all processes together took %.1f %% of one core: %s"
            .formatted(100.0 * sum / IDLE.toMillis(), used.millis()));
  }

  /** A B A B, so that what changes with time changes for everybody. */
  private void measure(List<SagaTurn> turns, int inFlight) throws Exception {
    int rows = report.rows.size();
    int costs = report.costs.size();
    for (SagaTurn turn : turns) {
      turn.begin(inFlight);
    }
    for (int round = 0; round < pace.rounds(); round++) {
      for (SagaTurn turn : turns) {
        turn.round(pace);
      }
    }
    for (SagaTurn turn : turns) {
      tell(turn, inFlight);
    }
    out.println(Tables.rows(report.rows.subList(rows, report.rows.size())));
    out.println(
        "Processor milliseconds of one saga:\n"
            + Tables.costs(report.costs.subList(costs, report.costs.size())));
  }

  private void tell(SagaTurn turn, int inFlight) {
    SagaCalls calls = turn.calls();
    String who = calls.runner().name();
    String ending = calls.ending().word();
    report.add(SCENARIO, who, turn.measured(), "sagas/s", ending);
    standings.put(calls.runner().id(), calls.ending(), turn.measured());
    if (turn.measured().events() > 0) {
      report.costs.add(new Report.Cost(who, ending, inFlight, turn.millisEach()));
    }
  }

  private void check(SagaTurn turn) throws Exception {
    SagaRunner runner = turn.calls().runner();
    Ending ending = turn.calls().ending();
    OptionalLong recorded = runner.recorded(ending);
    if (recorded.isPresent()) {
      report.checks.add(
          new Report.Check(
              SCENARIO,
              runner.name() + ", " + ending.word(),
              turn.acknowledged(),
              recorded.getAsLong()));
    }
  }
}
