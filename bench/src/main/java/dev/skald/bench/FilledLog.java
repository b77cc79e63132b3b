package dev.skald.bench;

import com.zaxxer.hikari.HikariDataSource;
import dev.skald.domain.EventTypes;
import dev.skald.eventstore.Append;
import dev.skald.eventstore.CommandId;
import dev.skald.eventstore.EventStoreSchema;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.EventTypeRegistry.EventType;
import dev.skald.eventstore.Expected;
import dev.skald.eventstore.Fingerprint;
import dev.skald.eventstore.KafkaRelay;
import dev.skald.eventstore.LogFilter;
import dev.skald.eventstore.Metadata;
import dev.skald.eventstore.PostgresEventStore;
import dev.skald.eventstore.RelayOptions;
import dev.skald.eventstore.RelayPosition;
import dev.skald.eventstore.StreamId;
import dev.skald.projections.engine.LogMembership;
import dev.skald.projections.engine.Projection;
import dev.skald.projections.engine.Projections;
import dev.skald.projections.engine.RelayedHere;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;

/** A log with many events of each category, all of them in Kafka as well. */
final class FilledLog implements AutoCloseable {

  static final EventTypeRegistry TYPES =
      new EventTypeRegistry(
          EventTypes.ALL.stream()
              .map(type -> new EventType(type.name(), type.version(), type.data()))
              .toList());

  /** So many streams of a category are alive at the same time, and their events lie between. */
  static final int SIDE_BY_SIDE = 200;

  private static final int CONNECTIONS = 10;

  private final Database database;
  private final HikariDataSource pool;
  private final PostgresEventStore store;
  private final String kafka;

  /** Of its topics; Kafka may be shared. */
  private final String prefix = "bench-" + UUID.randomUUID();

  private final Map<String, Long> events = new HashMap<>();

  private FilledLog(Database database, String kafka) {
    this.database = database;
    this.pool = database.pool(CONNECTIONS);
    this.kafka = kafka;
    EventStoreSchema.migrate(pool);
    this.store = new PostgresEventStore(pool, TYPES);
  }

  /** With what these projections read. */
  static FilledLog fill(
      Database database, String kafka, List<Projection> projections, int eventsOfEach, long seed) {
    FilledLog log = new FilledLog(database, kafka);
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Lives.Life> wanted = new TreeMap<>(Lives.BY_CATEGORY);
    wanted.keySet().retainAll(projections.stream().flatMap(p -> p.categories().stream()).toList());
    wanted.forEach((category, life) -> log.fill(category, life, eventsOfEach, random));
    log.publish();
    return log;
  }

  /** How many events a projection has to fold. */
  long events(Projection projection) {
    return projection.categories().stream().mapToLong(c -> events.getOrDefault(c, 0L)).sum();
  }

  PostgresEventStore store() {
    return store;
  }

  String kafka() {
    return kafka;
  }

  String prefix() {
    return prefix;
  }

  /** As a worker hands it to its projections. */
  Projections.Log asKnownToProjections() {
    return new Projections.Log(
        store,
        TYPES,
        LogMembership.reading(store),
        new RelayPosition(pool, prefix),
        new RelayedHere());
  }

  private void fill(String category, Lives.Life life, int wanted, SplittableRandom random) {
    int stream = 0;
    long written = 0;
    while (written < wanted) {
      List<List<Record>> lives = new ArrayList<>();
      int first = stream;
      for (int i = 0; i < SIDE_BY_SIDE && written < wanted; i++) {
        List<Record> all = life.of(stream++, random);
        written += all.size();
        lives.add(all);
      }
      append(category, first, lives, random);
    }
    events.put(category, written);
  }

  /** The first event of each, then the second of each, and so on. */
  private void append(
      String category, int first, List<List<Record>> lives, SplittableRandom random) {
    int longest = lives.stream().mapToInt(List::size).max().orElse(0);
    for (int stage = 0; stage < longest; stage++) {
      String command = Ids.random(random).toString();
      Append append =
          Append.of(
              new CommandId(command),
              new Fingerprint(Ids.FINGERPRINT),
              new Metadata(Map.of(Metadata.CORRELATION_ID, command, Metadata.ACTOR, Ids.ACTOR)));
      for (int i = 0; i < lives.size(); i++) {
        if (stage < lives.get(i).size()) {
          append =
              append.to(
                  StreamId.of(category, "x" + (first + i)),
                  Expected.version(stage),
                  List.of(lives.get(i).get(stage)));
        }
      }
      store.append(append);
    }
  }

  private void publish() {
    RelayPosition position = new RelayPosition(pool, prefix);
    try (KafkaRelay relay = new KafkaRelay(pool, RelayOptions.of(kafka).withTopicPrefix(prefix))) {
      relay.start();
      while (position.current() < store.head()) {
        Load.pass(Duration.ofMillis(20));
      }
    }
  }

  /** Where a projection's events are in Kafka. */
  Collection<TopicDescription> topics(Projection projection)
      throws ExecutionException, InterruptedException {
    try (Admin admin =
        Admin.create(Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka))) {
      List<String> names =
          projection.categories().stream()
              .filter(events::containsKey)
              .map(category -> prefix + "." + category)
              .toList();
      return admin.describeTopics(names).allTopicNames().get().values();
    }
  }

  LogFilter filter(Projection projection) {
    return LogFilter.ofCategories(projection.categories());
  }

  @Override
  public void close() {
    store.close();
    pool.close();
    database.close();
  }
}
