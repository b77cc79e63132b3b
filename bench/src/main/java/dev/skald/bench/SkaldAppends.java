package dev.skald.bench;

import dev.skald.eventstore.Append;
import dev.skald.eventstore.CommandId;
import dev.skald.eventstore.Expected;
import dev.skald.eventstore.Fingerprint;
import dev.skald.eventstore.LogFilter;
import dev.skald.eventstore.LogPage;
import dev.skald.eventstore.Metadata;
import dev.skald.eventstore.PostgresEventStore;
import dev.skald.eventstore.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Ours: appends of some events to one stream each, with its expected version and a command id. */
final class SkaldAppends implements Contender {

  private static final int PAGE = 5_000;

  private final Skald skald;
  private final Streams streams;
  private final Payloads payloads;
  private final int events;

  SkaldAppends(Skald skald, Streams streams, Payloads payloads, int events) {
    this.skald = skald;
    this.streams = streams;
    this.payloads = payloads;
    this.events = events;
  }

  @Override
  public String name() {
    return "skald";
  }

  @Override
  public String guarantee() {
    return "durable; expected version; a command happens once; several streams atomically; "
        + "readers never skip; hash chain";
  }

  @Override
  public boolean waitsInside() {
    return true;
  }

  @Override
  public Caller caller(int number, int of) {
    SplittableRandom random = payloads.random();
    return () -> {
      int stream = streams.any(random, number, of);
      skald.store().append(next(random, stream));
      streams.grow(stream, events);
      return events;
    };
  }

  private Append next(SplittableRandom random, int stream) {
    List<PaymentTaken> data = new ArrayList<>(events);
    for (int i = 0; i < events; i++) {
      data.add(payloads.event(random));
    }
    return append(
        random, new StreamId(streams.id(stream)), Expected.version(streams.version(stream)), data);
  }

  static Append append(
      SplittableRandom random, StreamId stream, Expected expected, List<PaymentTaken> data) {
    String command = Ids.random(random).toString();
    Metadata metadata =
        new Metadata(Map.of(Metadata.CORRELATION_ID, command, Metadata.ACTOR, Ids.ACTOR));
    return Append.of(new CommandId(command), new Fingerprint(Ids.FINGERPRINT), metadata)
        .to(stream, expected, data);
  }

  /** Read as a subscriber would: the log from its beginning to its head. */
  @Override
  public long consumed() {
    PostgresEventStore store = skald.store();
    long head = store.head();
    long count = 0;
    for (long position = 0; position < head; ) {
      LogPage page = store.readLog(position, LogFilter.ALL, PAGE);
      count += page.events().size();
      position = page.position();
    }
    return count;
  }

  @Override
  public void close() {
    skald.close();
  }
}
