package dev.skald.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** All scenarios one after the other, on one server. */
final class EventStoreBench {

  /** What is sensitive to code that is not compiled yet, is not the first. */
  private static final List<Scenario> SCENARIOS =
      List.of(
          new AppendLadder(),
          new CommitLatency(),
          new Contest(),
          new Bulk(),
          new Pgbench(),
          new Reads(),
          new SubscribeLatency(),
          new AggregateLoads(),
          new SnapshotWrites());

  private EventStoreBench() {}

  static Set<String> names() {
    Set<String> names = new TreeSet<>();
    SCENARIOS.forEach(scenario -> names.add(scenario.name()));
    return names;
  }

  static void run(Arguments arguments, Rig rig, PrintStream out) throws Exception {
    Report report = rig.report();
    for (Scenario scenario : SCENARIOS) {
      if (!arguments.wants(scenario.name())) {
        continue;
      }
      int before = report.rows.size();
      scenario.run(rig);
      out.println(Tables.rows(report.rows.subList(before, report.rows.size())));
    }
    out.println("Who guarantees what:\n" + Tables.guarantees(report));
    out.println("Committed and consumed:\n" + Tables.checks(report));
    out.println("Targets:\n" + Tables.targets(report));
    report.remarks.forEach(out::println);
  }
}
