package dev.skald.bench;

import com.zaxxer.hikari.HikariDataSource;
import dev.skald.bench.Sightings.Committed;
import dev.skald.domain.accounts.AccountEvent;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.eventstore.Append;
import dev.skald.eventstore.Appended;
import dev.skald.eventstore.CommandId;
import dev.skald.eventstore.EventStoreSchema;
import dev.skald.eventstore.Expected;
import dev.skald.eventstore.Fingerprint;
import dev.skald.eventstore.KafkaRelay;
import dev.skald.eventstore.Metadata;
import dev.skald.eventstore.PostgresEventStore;
import dev.skald.eventstore.RelayOptions;
import dev.skald.eventstore.RelayPosition;
import dev.skald.eventstore.StreamId;
import dev.skald.projections.ProjectionsConfiguration;
import dev.skald.projections.ReadModelDatabase;
import dev.skald.projections.ReadModelSchema;
import dev.skald.projections.engine.KafkaSettings;
import dev.skald.projections.engine.LogMembership;
import dev.skald.projections.engine.Projections;
import dev.skald.projections.engine.RelayedHere;
import dev.skald.projections.engine.RememberedEvents;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * From the commit of an append to the row being visible, with the relay and all projections at
 * work: idle, and while events arrive at a fixed rate, whether the others are done or not. An
 * append is what a step's is: its own fact, and that of its saga.
 */
final class Freshness implements AutoCloseable {

  private static final String SCENARIO = "fresh";
  private static final double P50 = 20;
  private static final double P99 = 100;
  private static final long PATIENCE = 30_000_000_000L;
  private static final long LOOK_AGAIN = 10_000_000;
  private static final long IDLE_PAUSE = 60_000_000;
  private static final int CONNECTIONS = 20;
  private static final int EVENTS = 2;

  /** Looking has its price as well: of many appends, one of so many is looked for. */
  private static final int ONE_OF = 10;

  private static final int REMEMBERED = 10_000;

  /** Of its topics; Kafka may be shared. */
  private final String prefix = "fresh-" + UUID.randomUUID();

  private final ProjectionPace pace;
  private final Report report;
  private final Database database;
  private final HikariDataSource pool;
  private final ReadModelDatabase readModels;
  private final PostgresEventStore store;
  private final KafkaRelay relay;
  private final Projections projections;
  private final SplittableRandom random;
  private final AtomicLong failed = new AtomicLong();
  private long lastShown;

  Freshness(ReadModelServers servers, ProjectionPace pace, Report report, long seed) {
    this.pace = pace;
    this.report = report;
    this.random = new SplittableRandom(seed);
    this.database = servers.fresh("fresh");
    this.pool = database.pool(CONNECTIONS);
    EventStoreSchema.migrate(pool);
    ReadModelSchema.migrate(pool);
    this.store = new PostgresEventStore(pool, FilledLog.TYPES);
    RelayedHere relayed = new RelayedHere();
    RememberedEvents remembered = new RememberedEvents(LogMembership.reading(store), REMEMBERED);
    this.relay =
        new KafkaRelay(
            pool,
            RelayOptions.of(servers.kafka()).withTopicPrefix(prefix),
            new SimpleMeterRegistry(),
            (from, events, to) -> {
              remembered.remember(events);
              relayed.sending(from, events, to);
            });
    this.readModels = ReadModelDatabase.of(pool);
    this.projections =
        new Projections(
            ProjectionsConfiguration.PROJECTIONS,
            new Projections.Tables(
                readModels.folding(), () -> ReadModelSchema.migrate(pool), _ -> {}),
            new Projections.Log(
                store, FilledLog.TYPES, remembered, new RelayPosition(pool, prefix), relayed),
            new KafkaSettings(servers.kafka(), prefix, prefix, Map.of()),
            new SimpleMeterRegistry());
    relay.start();
    projections.start();
  }

  Database database() {
    return database;
  }

  void run() throws SQLException {
    open();
    int appends = pace.perSecond() / EVENTS;
    long every = 1_000_000_000L / appends;
    arrive((int) (appends * pace.warmUp().toMillis() / 1_000), every, ONE_OF).close();
    try (Sightings idle = arrive(pace.idle(), IDLE_PAUSE, 1)) {
      tell("idle", EVENTS * 1_000_000_000.0 / IDLE_PAUSE, idle, pace.idle());
    }
    int all = (int) (appends * pace.busy().toMillis() / 1_000);
    String how = "at %,d events/s".formatted(pace.perSecond());
    ProcessTimes before = ProcessTimes.now();
    try (Sightings busy = arrive(all, every, ONE_OF)) {
      cost(how, ProcessTimes.now().since(before), all * EVENTS);
      tell(how, pace.perSecond(), busy, all);
    }
  }

  private void open() throws SQLException {
    try (Sightings opened = new Sightings(database)) {
      for (int i = 0; i < pace.accounts(); i++) {
        Appended appended = store.append(append(i, Lives.opened(i), Lives.started(i, random)));
        opened.committed(committed(i, appended, System.nanoTime()));
      }
      if (!opened.await(pace.accounts(), PATIENCE)) {
        throw new IllegalStateException("accounts do not show: " + projections.trouble());
      }
    }
  }

  /** One event after the other at its time, as nobody waits for anybody. */
  private Sightings arrive(int appends, long every, int oneOf) throws SQLException {
    Sightings sightings = new Sightings(database);
    long shown = shown();
    long start = System.nanoTime();
    for (int i = 0; i < appends; i++) {
      long due = start + i * every;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      int number = i;
      CompletableFuture<Appended> _ =
          store
              .appendAsync(append(i, Lives.credited(i, random), Lives.completed()))
              .whenComplete(
                  (appended, failure) -> {
                    if (failure != null) {
                      failed.incrementAndGet();
                    } else if (number % oneOf == 0) {
                      sightings.committed(committed(number, appended, due));
                    }
                  });
    }
    boolean _ = sightings.await(Math.ceilDiv(appends, oneOf), PATIENCE);
    lastShown = awaitShown(shown + appends) - shown;
    return sightings;
  }

  private long awaitShown(long events) throws SQLException {
    long end = System.nanoTime() + PATIENCE;
    long shown = shown();
    while (shown < events && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK_AGAIN);
      shown = shown();
    }
    return shown;
  }

  /** How many events of accounts show in their rows. */
  private long shown() throws SQLException {
    try (Connection connection = pool.getConnection();
        ResultSet row =
            connection
                .createStatement()
                .executeQuery("SELECT coalesce(sum(version), 0) FROM readmodels.account")) {
      row.next();
      return row.getLong(1);
    }
  }

  private StreamId account(int number) {
    return StreamId.of(AccountEvent.CATEGORY, "a" + number % pace.accounts());
  }

  private Committed committed(int number, Appended appended, long due) {
    StreamId account = account(number);
    long version = appended.versions().getOrDefault(account, Long.MAX_VALUE);
    return new Committed(account.id(), version, due, System.nanoTime());
  }

  private Append append(int number, Record fact, Record ofSaga) {
    StreamId account = account(number);
    String command = Ids.random(random).toString();
    return Append.of(
            new CommandId(command),
            new Fingerprint(Ids.FINGERPRINT),
            new Metadata(Map.of(Metadata.CORRELATION_ID, command, Metadata.ACTOR, Ids.ACTOR)))
        .to(account, Expected.any(), List.of(fact))
        .to(StreamId.of(SagaEvent.CATEGORY, account.id()), Expected.any(), List.of(ofSaga));
  }

  private void tell(String how, double perSecond, Sightings found, int appends) {
    row(how, perSecond, found.sinceCommit(), "commit to visible row");
    row(how, perSecond, found.sinceDue(), "due time of the append to visible row");
    report.checks.add(new Report.Check(SCENARIO, how + ", appends", appends, lastShown));
    report.checks.add(new Report.Check(SCENARIO, how + ", of them failed", 0, failed.get()));
    String what = "commit to visible row, " + how;
    report.atMost(P50, found.sinceCommit().millis(0.5), " ms", what + ", p50", "");
    report.atMost(P99, found.sinceCommit().millis(0.99), " ms", what + ", p99", "");
  }

  /** Processor time by process. This one appends, publishes, folds and looks. */
  private void cost(String how, ProcessTimes used, int events) {
    Map<String, Double> millis = new HashMap<>();
    used.millis().forEach((process, all) -> millis.put(process, all * 1_000.0 / events));
    report.costs.add(new Report.Cost(SCENARIO, how, 1, millis));
  }

  private void row(String how, double perSecond, Samples samples, String note) {
    report.rows.add(
        new Report.Row(
            SCENARIO,
            how,
            1,
            perSecond,
            "events/s",
            samples.millis(0.5),
            samples.millis(0.99),
            note));
  }

  /** Nothing is folded or published any more; the rows stay. */
  void stop() {
    projections.close();
    relay.close();
    store.close();
    readModels.close();
    pool.close();
  }

  @Override
  public void close() {
    stop();
    database.close();
  }
}
