package dev.skald.bench;

import dev.skald.bench.Rig.Turn;
import java.util.List;

/** Many events an append: a batch of 500 to one stream, beside the same rows in bare batches. */
final class Bulk implements Scenario {

  private static final int SIZE = 500;
  private static final int SEVERAL = 4;
  private static final double WANTED = 0.8;
  private static final double WANTED_EVENTS = 100_000;

  @Override
  public String name() {
    return "bulk";
  }

  @Override
  public void run(Rig rig) throws Exception {
    try (Database raw = rig.withOurTables("raw");
        Database ours = rig.databases().fresh("ours")) {
      Load<RawBatches> bare = new Load<>(new RawBatches(raw, rig.streams(1), rig.payloads(), SIZE));
      Load<SkaldAppends> skald = new Load<>(rig.skald(ours, 1, SIZE));
      List<Measured> measured =
          rig.inTurns(
              List.of(
                  new Turn(bare, 1),
                  new Turn(skald, 1),
                  new Turn(bare, SEVERAL),
                  new Turn(skald, SEVERAL)));
      rig.settle(name(), bare);
      rig.settle(name(), skald);
      for (int i = 0; i < measured.size(); i++) {
        String who = i % 2 == 0 ? "raw batches of 500" : "skald, 500 events";
        rig.report().add(name(), who, measured.get(i), "in turns");
      }
      judge(rig.report(), measured);
    }
  }

  private static void judge(Report report, List<Measured> measured) {
    String bound =
        "JSON and hashes are made before the batch is sent, and the server chains the hashes";
    double raw = measured.get(0).eventsPerSecond();
    double alone = measured.get(1).eventsPerSecond();
    double rawSeveral = measured.get(2).eventsPerSecond();
    double several = measured.get(3).eventsPerSecond();
    report.atLeast(
        WANTED,
        alone / raw,
        " times",
        "batches of 500, one in flight, beside raw on one connection",
        bound);
    report.atLeast(
        WANTED,
        several / raw,
        " times",
        "batches of 500, four in flight, beside raw on one connection",
        bound);
    report.atLeast(
        WANTED_EVENTS,
        Math.max(alone, several),
        " events/s",
        "durable events a second in batches",
        "raw batches reach %,.0f on one connection and %,.0f on four here"
            .formatted(raw, rawSeveral));
  }
}
