package dev.skald.bench;

import dev.skald.eventstore.Append;
import dev.skald.eventstore.Expected;
import dev.skald.eventstore.StreamId;
import dev.skald.eventstore.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** From commit to handler, in the same program and in another one. */
final class SubscribeLatency implements Scenario {

  private static final double WANTED_MILLIS = 5;
  private static final int BUSY = 16;
  private static final long PAUSE = 10_000_000;
  private static final long PATIENCE = 10_000_000_000L;

  @Override
  public String name() {
    return "subscribe";
  }

  @Override
  public void run(Rig rig) throws Exception {
    try (Database database = rig.databases().fresh("ours");
        Skald appends = Skald.on(database, rig.payloads());
        Skald elsewhere = Skald.besideOn(database, rig.payloads())) {
      measure(rig, appends, appends, 1, "same program, now and then");
      measure(rig, appends, elsewhere, 1, "another program, now and then");
      measure(rig, appends, appends, BUSY, "same program, all the time");
      measure(rig, appends, elsewhere, BUSY, "another program, all the time");
    }
  }

  private void measure(Rig rig, Skald from, Skald to, int inFlight, String how) throws Exception {
    Deliveries deliveries = new Deliveries();
    Subscription.Request request =
        Subscription.Request.of("bench " + how).from(from.store().head());
    long started = System.nanoTime();
    try (Subscription _ =
        to.store().subscribe(request, event -> deliveries.handled(event.position()))) {
      int each = Math.max(1, rig.pace().deliveries() / inFlight * (inFlight > 1 ? 10 : 1));
      append(from, rig.payloads(), inFlight, each, deliveries);
      int handled = deliveries.awaitHandled(PATIENCE);
      rig.report().checks.add(new Report.Check(name(), how, deliveries.committed(), handled));
    }
    Measured measured =
        new Measured(
            inFlight, deliveries.committed(), System.nanoTime() - started, deliveries.latencies());
    rig.report().add(name(), how, measured, "commit to handler");
    rig.report()
        .atMost(
            WANTED_MILLIS,
            measured.p50(),
            " ms",
            "p50 from commit to handler, " + how,
            "another program is not woken: it looks every 4 ms");
  }

  private static void append(
      Skald skald, Payloads payloads, int inFlight, int each, Deliveries deliveries)
      throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < inFlight; i++) {
        SplittableRandom random = payloads.random();
        long pause = inFlight == 1 ? PAUSE : 1;
        work.add(
            () -> {
              append(skald, payloads, each, deliveries, random, pause);
              return null;
            });
      }
      for (Future<Void> future : threads.invokeAll(work)) {
        future.get();
      }
    }
  }

  private static void append(
      Skald skald,
      Payloads payloads,
      int events,
      Deliveries deliveries,
      SplittableRandom random,
      long pause) {
    StreamId stream = StreamId.of("payment", Ids.random(random).toString());
    for (int i = 0; i < events; i++) {
      List<PaymentTaken> data = List.of(payloads.event(random));
      Append append = SkaldAppends.append(random, stream, Expected.version(i), data);
      deliveries.committed(skald.store().append(append).position());
      LockSupport.parkNanos(random.nextLong(pause));
    }
  }
}
