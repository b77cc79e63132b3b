package dev.skald.bench;

import dev.skald.bench.Rig.Turn;
import java.util.List;

/** What an append costs the one who waits for it, beside a bare commit of the same rows. */
final class CommitLatency implements Scenario {

  private static final double WANTED = 1.5;

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public void run(Rig rig) throws Exception {
    try (Database raw = rig.withOurTables("raw");
        Database ours = rig.databases().fresh("ours")) {
      Load<RawCommits> bare = new Load<>(rig.rawCommits(raw));
      Load<SkaldAppends> skald = new Load<>(rig.skald(ours, 1, 1));
      List<Measured> measured = rig.inTurns(List.of(new Turn(bare, 1), new Turn(skald, 1)));
      rig.settle(name(), bare);
      rig.settle(name(), skald);
      rig.report().add(name(), "raw commits", measured.get(0), "");
      rig.report().add(name(), "skald, 1 event", measured.get(1), "");
      rig.report()
          .atMost(
              WANTED,
              measured.get(1).p50() / measured.get(0).p50(),
              " times raw",
              "p50 of a single append",
              "the server's part of an append takes longer than a bare insert, and what is stored is made first");
    }
  }
}
