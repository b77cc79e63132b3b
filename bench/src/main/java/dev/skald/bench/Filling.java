package dev.skald.bench;

import dev.skald.eventstore.Expected;
import dev.skald.eventstore.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Streams that are there before anything is measured. */
final class Filling {

  private static final int AT_ONCE = 500;
  private static final int WRITERS = 4;

  private Filling() {}

  /** So many streams of so many events, side by side in the log. */
  static List<StreamId> streams(
      Skald skald, Payloads payloads, String category, int streams, int events) throws Exception {
    List<StreamId> ids = new ArrayList<>();
    try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      List<Callable<Void>> work = new ArrayList<>();
      for (int i = 0; i < streams; i++) {
        StreamId id = StreamId.of(category, "%d-%d".formatted(events, i));
        SplittableRandom random = payloads.random();
        ids.add(id);
        work.add(
            () -> {
              fill(skald, payloads, id, 0, events, random);
              return null;
            });
      }
      for (Future<Void> each : writers.invokeAll(work)) {
        each.get();
      }
    }
    return ids;
  }

  static void fill(
      Skald skald, Payloads payloads, StreamId id, long from, int events, SplittableRandom random) {
    for (int done = 0; done < events; done += AT_ONCE) {
      List<PaymentTaken> data = new ArrayList<>();
      for (int i = 0; i < Math.min(AT_ONCE, events - done); i++) {
        data.add(payloads.event(random));
      }
      skald.store().append(SkaldAppends.append(random, id, Expected.version(from + done), data));
    }
  }
}
