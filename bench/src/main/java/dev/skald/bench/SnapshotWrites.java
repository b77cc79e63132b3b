package dev.skald.bench;

import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.PostgresSnapshots;
import dev.skald.eventstore.Snapshots.Snapshot;
import dev.skald.eventstore.StreamId;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** What it costs to keep a state: beside the appends, and never one of them waits for it. */
final class SnapshotWrites implements Scenario {

  private static final int STREAMS = 100;
  private static final int LARGE = 16 * 1024;

  @Override
  public String name() {
    return "snapshots";
  }

  @Override
  public void run(Rig rig) throws Exception {
    String small =
        EventTypeRegistry.jsonMapper()
            .writeValueAsString(new Paid(new BigDecimal("123456.78"), 10_000, "customer-123456"));
    String large = "{\"text\":\"%s\"}".formatted("0123456789abcdef".repeat(LARGE / 16));
    for (String state : List.of(small, large)) {
      try (Database database = rig.databases().fresh("ours");
          Skald skald = Skald.on(database, rig.payloads())) {
        PostgresSnapshots snapshots = new PostgresSnapshots(skald.pool());
        Load<Work> load = new Load<>((number, _) -> writing(snapshots, number, state));
        load.run(4, Duration.ZERO, rig.pace().warmUp());
        for (int atOnce : List.of(1, 4)) {
          Measured measured = load.run(atOnce, rig.pace().warmUp().dividedBy(5), rig.pace().rung());
          String what = "write a state of %,d bytes".formatted(state.length());
          rig.report().add(name(), what, measured, "writes/s", "");
        }
      }
    }
  }

  private static Work.Caller writing(PostgresSnapshots snapshots, int number, String state) {
    long[] version = {System.nanoTime()};
    return () -> {
      long next = ++version[0];
      StreamId stream = StreamId.of("payment", "%d-%d".formatted(number, next % STREAMS));
      snapshots.save(stream, "state", "fingerprint", new Snapshot(next, next, state));
      return 1;
    };
  }
}
