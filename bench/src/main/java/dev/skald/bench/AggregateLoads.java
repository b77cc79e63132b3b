package dev.skald.bench;

import dev.skald.eventstore.Aggregates;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.PostgresSnapshots;
import dev.skald.eventstore.SnapshotPolicy;
import dev.skald.eventstore.StreamId;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** Long streams folded into their state: one at a time and many, with snapshots and without. */
final class AggregateLoads implements Scenario {

  private static final List<Integer> AT_ONCE = List.of(1, 16, 64);
  private static final int SNAPSHOT_EVERY = 100;
  private static final int TAIL = SNAPSHOT_EVERY / 2;
  private static final double WANTED_MILLIS = 100;
  private static final double WANTED_WITH_SNAPSHOT = 5;
  private static final long LOOK_AGAIN = 5_000_000;

  @Override
  public String name() {
    return "aggregates";
  }

  @Override
  public void run(Rig rig) throws Exception {
    for (int events : rig.pace().aggregateEvents()) {
      try (Database database = rig.databases().fresh("ours");
          Skald skald = Skald.on(database, rig.payloads())) {
        List<StreamId> streams =
            Filling.streams(skald, rig.payloads(), "payment", rig.pace().aggregates(), events);
        database.execute("VACUUM ANALYZE eventstore.events");
        Aggregates<Void, Paid, PaymentTaken> plain =
            new Aggregates<>(skald.store(), rig.payloads().types(), Paid.FOLD);
        double alone = measure(rig, plain, streams, events, events + " events");

        Aggregates<Void, Paid, PaymentTaken> kept = plain.withSnapshots(snapshots(skald));
        takeSnapshots(database, kept, streams);
        for (StreamId stream : streams) {
          Filling.fill(skald, rig.payloads(), stream, events, TAIL, rig.payloads().random());
        }
        double quick =
            measure(
                rig,
                kept,
                streams,
                events + TAIL,
                "snapshot of %d events, then %d".formatted(events, TAIL));
        if (events == rig.pace().aggregateEvents().getLast()) {
          judge(rig.report(), events, alone, quick);
        }
      }
    }
  }

  private static SnapshotPolicy<Paid> snapshots(Skald skald) {
    return SnapshotPolicy.every(
        SNAPSHOT_EVERY,
        new PostgresSnapshots(skald.pool()),
        Paid.class,
        1,
        EventTypeRegistry.jsonMapper());
  }

  /** They are written beside the loads, and left out when too many are under way. */
  private static void takeSnapshots(
      Database database, Aggregates<Void, Paid, PaymentTaken> kept, List<StreamId> streams)
      throws Exception {
    while (database.number("SELECT count(*) FROM eventstore.snapshots") < streams.size()) {
      streams.forEach(kept::load);
      LockSupport.parkNanos(LOOK_AGAIN);
    }
  }

  /** Answers the p50 of one at a time. */
  private double measure(
      Rig rig,
      Aggregates<Void, Paid, PaymentTaken> aggregates,
      List<StreamId> streams,
      int events,
      String what)
      throws Exception {
    Load<Work> load = new Load<>((number, _) -> loading(aggregates, streams, events, number));
    load.run(2, rig.pace().warmUp(), rig.pace().warmUp());
    double alone = Double.NaN;
    for (int atOnce : AT_ONCE) {
      Measured measured = load.run(atOnce, rig.pace().warmUp().dividedBy(5), rig.pace().rung());
      rig.report().add(name(), what, measured, "loads/s", "data parsed and folded");
      alone = atOnce == 1 ? measured.p50() : alone;
    }
    return alone;
  }

  private static Work.Caller loading(
      Aggregates<Void, Paid, PaymentTaken> aggregates,
      List<StreamId> streams,
      int events,
      int number) {
    SplittableRandom random = new SplittableRandom(number);
    return () -> {
      Paid paid = aggregates.load(streams.get(random.nextInt(streams.size()))).state();
      if (paid.payments() != events) {
        throw new IllegalStateException("%d events and not %d".formatted(paid.payments(), events));
      }
      return 1;
    };
  }

  private static void judge(Report report, int events, double alone, double quick) {
    String what = "load of %,d events, one at a time, p50".formatted(events);
    String bound = "reading its events, and parsing their JSON";
    report.atMost(WANTED_MILLIS, alone, " ms", what, bound);
    report.atMost(WANTED_WITH_SNAPSHOT, quick, " ms", what + ", with a snapshot", bound);
  }
}
