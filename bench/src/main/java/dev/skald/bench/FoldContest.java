package dev.skald.bench;

import dev.skald.bench.FoldingTurn.Turn;
import dev.skald.projections.engine.Projection;
import java.util.ArrayList;
import java.util.List;

/** How many events a second each projection folds, live and in a rebuild, beside the bare cost. */
final class FoldContest {

  static final String LIVE = "live";
  static final String REBUILD = "rebuild";
  private static final double WANTED = 0.8;

  private final ReadModelServers servers;
  private final ProjectionPace pace;
  private final Report report;

  FoldContest(ReadModelServers servers, ProjectionPace pace, Report report) {
    this.servers = servers;
    this.pace = pace;
    this.report = report;
  }

  /** What one of both did in all rounds. */
  private static final class Sum {
    private Folded live = Folded.NOTHING;
    private Folded rebuild = Folded.NOTHING;
    private long swap;
    private RowsFound rows = new RowsFound(0, 0);

    void add(Turn turn) {
      live = live.and(turn.live());
      rebuild = rebuild.and(turn.rebuild());
      swap += turn.swapNanos();
      rows = turn.rows();
    }
  }

  void run(List<Projection> projections, long seed, List<String> lines) throws Exception {
    List<List<String>> table = new ArrayList<>();
    table.add(
        List.of(
            "events/s", "live", "bare", "ratio", "rebuild", "bare", "ratio", "compare and swap"));
    try (FilledLog log =
        FilledLog.fill(servers.fresh("log"), servers.kafka(), projections, pace.events(), seed)) {
      for (Projection projection : projections) {
        if (log.events(projection) == 0) {
          report.remarks.add(
              "'%s' was left out: Lives knows no events for it".formatted(projection.name()));
        } else {
          table.add(one(log, projection));
        }
      }
    }
    lines.add(Tables.table(table));
  }

  private List<String> one(FilledLog log, Projection projection) throws Exception {
    Sum ours = new Sum();
    Sum bare = new Sum();
    for (int round = 0; round <= pace.rounds(); round++) {
      Turn first = turn(new SkaldFolding(log), projection);
      Turn second = turn(new BareFolding(log), projection);
      // The first is to get warm.
      if (round > 0) {
        ours.add(first);
        bare.add(second);
      }
    }
    tell(projection, LIVE, ours.live, bare.live);
    tell(projection, REBUILD, ours.rebuild, bare.rebuild);
    check(projection, ours.rows, bare.rows);
    return List.of(
        projection.name(),
        rate(ours.live),
        rate(bare.live),
        ratio(ours.live, bare.live),
        rate(ours.rebuild),
        rate(bare.rebuild),
        ratio(ours.rebuild, bare.rebuild),
        "%d ms".formatted(ours.swap / 1_000_000 / pace.rounds()));
  }

  private Turn turn(FoldingTurn who, Projection projection) throws Exception {
    try (Database database = servers.fresh(projection.name())) {
      return who.take(projection, database);
    }
  }

  private void tell(Projection projection, String how, Folded ours, Folded bare) {
    report.add(how, projection.name() + ", skald", ours.measured(), "");
    report.add(how, projection.name() + ", bare loop", bare.measured(), "");
    report.atLeast(
        WANTED,
        ours.perSecond() / bare.perSecond(),
        "",
        "%s %s / bare loop".formatted(projection.name(), how),
        "");
  }

  private void check(Projection projection, RowsFound ours, RowsFound bare) {
    report.checks.add(new Report.Check("rows", projection.name(), bare.rows(), ours.rows()));
    report.checks.add(new Report.Check("sum over rows", projection.name(), bare.sum(), ours.sum()));
  }

  private static String rate(Folded folded) {
    return "%,.0f".formatted(folded.perSecond());
  }

  private static String ratio(Folded ours, Folded bare) {
    return "%.2f".formatted(ours.perSecond() / bare.perSecond());
  }
}
