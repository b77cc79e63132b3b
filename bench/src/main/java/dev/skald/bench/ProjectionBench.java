package dev.skald.bench;

import dev.skald.projections.ProjectionsConfiguration;
import dev.skald.projections.engine.Projection;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** How fast read models are folded, rebuilt, fresh and read, each beside its bare cost. */
final class ProjectionBench {

  private static final String FRESH = "fresh";
  private static final String READS = "reads";

  private final Arguments arguments;
  private final ProjectionPace pace;
  private final ReadModelServers servers;
  private final Report report;
  private final PrintStream out;

  ProjectionBench(Arguments arguments, ReadModelServers servers, Report report, PrintStream out) {
    this.arguments = arguments;
    this.pace = ProjectionPace.of(arguments.pace());
    this.servers = servers;
    this.report = report;
    this.out = out;
  }

  /** Each projection by its name, how fresh rows are, and how fast they are read. */
  static Set<String> names() {
    Set<String> names = new TreeSet<>(Set.of(FRESH, READS));
    ProjectionsConfiguration.PROJECTIONS.forEach(projection -> names.add(projection.name()));
    return names;
  }

  void run() throws Exception {
    describe();
    fold();
    if (arguments.wants(FRESH) || arguments.wants(READS)) {
      freshAndRead();
    }
    out.println(
        "Committed and consumed, folded by us and by the bare loop:\n" + Tables.checks(report));
    out.println("Targets:\n" + Tables.targets(report));
    report.remarks.forEach(out::println);
  }

  private void describe() {
    report.settings.put("rounds", pace.describe());
    report.settings.put(
        "log",
        "%d streams of a category at a time, whose events lie one by one beside each other"
            .formatted(FilledLog.SIDE_BY_SIDE));
    report.settings.put("JVM of what is read from", String.join(" ", Program.JVM));
    out.println(Tables.settings(report));
  }

  private void fold() throws Exception {
    List<Projection> wanted =
        ProjectionsConfiguration.PROJECTIONS.stream()
            .filter(projection -> arguments.wants(projection.name()))
            .toList();
    if (!wanted.isEmpty()) {
      List<String> tables = new ArrayList<>();
      new FoldContest(servers, pace, report).run(wanted, arguments.seed(), tables);
      tables.forEach(out::println);
    }
  }

  /** The accounts that are credited first are read later. */
  private void freshAndRead() throws Exception {
    int before = report.rows.size();
    try (Freshness fresh = new Freshness(servers, pace, report, arguments.seed())) {
      fresh.run();
      fresh.stop();
      out.println(Tables.rows(report.rows.subList(before, report.rows.size())));
      out.println("Processor milliseconds of a thousand events:\n" + Tables.costs(report.costs));
      if (arguments.wants(READS)) {
        read(fresh);
      }
    }
  }

  private void read(Freshness fresh) throws Exception {
    int before = report.rows.size();
    Path jar = Path.of(System.getProperty("skald.app", ""), "skald.jar").toAbsolutePath();
    if (Files.exists(jar)) {
      new AccountReads(servers, pace, report, jar).run(fresh.database(), arguments.seed());
      out.println(Tables.rows(report.rows.subList(before, report.rows.size())));
    } else {
      report.remarks.add("Reading was left out: Skald is not built at " + jar);
    }
  }
}
