package dev.skald.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How many sagas a second, and how long each takes from the request until everybody can see its
 * end: ours beside the limit, the plain way and others, all on the same servers and in turns.
 */
final class SagaBench {

  static final String TRANSFER = "transfer";
  static final String APART = "apart";

  /** Another build of Skald, for whoever wants to know what a change does: -Dskald.other=FOLDER. */
  private static final String OTHER = "other";

  private static final String SCENARIO = "sagas";
  private static final Duration IDLE = Duration.ofSeconds(3);
  private static final int WARM_CALLERS = 16;

  /** A contender that must be there is started by this. */
  @FunctionalInterface
  private interface Start {
    SagaRunner start() throws Exception;
  }

  private final Arguments arguments;
  private final SagaPace pace;
  private final SagaServers servers;
  private final Report report;
  private final PrintStream out;
  private final List<SagaRunner> runners = new ArrayList<>();
  private final SagaStandings standings = new SagaStandings();

  SagaBench(Arguments arguments, SagaServers servers, Report report, PrintStream out) {
    this.arguments = arguments;
    this.pace = SagaPace.of(arguments.pace());
    this.servers = servers;
    this.report = report;
    this.out = out;
  }

  static Set<String> names() {
    return Set.of("limit", "plain", TRANSFER, OTHER, APART, "dbos", RestateSagas.ID);
  }

  void run() throws Exception {
    describe();
    try {
      startAll();
      idle();
      List<SagaTurn> turns = turns();
      for (SagaTurn turn : turns) {
        turn.warmUp(WARM_CALLERS, pace.warmUp());
      }
      for (int inFlight : pace.ladder()) {
        measure(turns, inFlight);
      }
      check(turns);
    } finally {
      for (SagaRunner runner : runners.reversed()) {
        runner.close();
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
        "clock",
        "from the request over HTTP until it is answered and all read models show the end");
    out.println(Tables.settings(report));
  }

  private void startAll() throws Exception {
    SagaAttributesKnown.to(servers.temporal());
    // In this order they take turns.
    for (Map.Entry<String, Start> each : contenders().entrySet()) {
      if (arguments.wants(each.getKey())) {
        SagaRunner runner = each.getValue().start();
        runners.add(runner);
        report.guarantees.put(runner.name(), runner.guarantee());
      }
    }
    if (arguments.wants(RestateSagas.ID)) {
      Optional<Path> files = RestateSagas.files().find();
      if (files.isPresent()) {
        RestateSagas restate = RestateSagas.start(files.get(), servers);
        runners.add(restate);
        report.guarantees.put(restate.name(), restate.guarantee());
      } else {
        report.remarks.add("Restate was left out: npm is missing, or cannot fetch its server");
      }
    }
  }

  /** A saga of ours that is to be measured as well gets a line here. */
  private Map<String, Start> contenders() {
    Map<String, Start> all = new LinkedHashMap<>();
    all.put("limit", () -> PeerSagas.start(PeerSagas.Kind.LIMIT, servers));
    all.put(TRANSFER, () -> transfers("account-transfer", skald("skald"), true));
    String other = System.getProperty("skald.other");
    if (other != null) {
      all.put(OTHER, () -> transfers("account-transfer, other build", skald(OTHER, other), true));
    }
    all.put("plain", () -> PeerSagas.start(PeerSagas.Kind.PLAIN, servers));
    all.put(APART, () -> transfers("account-transfer, two processes", skald(APART), false));
    all.put("dbos", () -> PeerSagas.start(PeerSagas.Kind.DBOS, servers));
    return all;
  }

  private SkaldApp skald(String id) {
    return skald(id, System.getProperty("skald.app", "standalone/target/app"));
  }

  private SkaldApp skald(String id, String folder) {
    Path jar = Path.of(folder, "skald.jar");
    return new SkaldApp(id, jar.toAbsolutePath(), servers.fresh(id), servers);
  }

  private SagaRunner transfers(String name, SkaldApp app, boolean together) throws Exception {
    return SkaldTransfers.on(name, app, together ? app.together() : app.apart(), pace.accounts());
  }

  private List<SagaTurn> turns() {
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
      SagaCalls calls = turn.calls();
      String who = calls.runner().name();
      report.add(SCENARIO, who, turn.measured(), "sagas/s", calls.ending().word());
      report.costs.add(new Report.Cost(who, calls.ending().word(), inFlight, turn.millisEach()));
      standings.put(calls.runner().id(), calls.ending(), turn.measured());
    }
    out.println(Tables.rows(report.rows.subList(rows, report.rows.size())));
    out.println(
        "Processor milliseconds of one saga:\n"
            + Tables.costs(report.costs.subList(costs, report.costs.size())));
  }

  private void check(List<SagaTurn> turns) throws Exception {
    for (SagaTurn turn : turns) {
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
    for (SagaRunner runner : runners) {
      if (runner instanceof SkaldTransfers transfers) {
        report.checks.add(transfers.money("money"));
      }
    }
  }
}
