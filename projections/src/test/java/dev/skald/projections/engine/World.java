package dev.skald.projections.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.skald.domain.EventTypes;
import dev.skald.eventstore.Append;
import dev.skald.eventstore.CommandId;
import dev.skald.eventstore.EventStoreSchema;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.Expected;
import dev.skald.eventstore.Fingerprint;
import dev.skald.eventstore.KafkaRelay;
import dev.skald.eventstore.LogFilter;
import dev.skald.eventstore.Metadata;
import dev.skald.eventstore.PostgresEventStore;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.RelayOptions;
import dev.skald.eventstore.RelayPosition;
import dev.skald.eventstore.StreamId;
import dev.skald.projections.ProjectionsConfiguration;
import dev.skald.projections.ReadModelSchema;
import dev.skald.stack.testing.TemplateDatabase;
import dev.skald.stack.testing.TestDatabase;
import dev.skald.stack.testing.TestServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A log, its topics and its read models, all of a test's own. */
final class World implements AutoCloseable {

  static final EventTypeRegistry TYPES =
      new EventTypeRegistry(
          EventTypes.ALL.stream()
              .map(t -> new EventTypeRegistry.EventType(t.name(), t.version(), t.data()))
              .toList());

  private static final TemplateDatabase EMPTY =
      new TemplateDatabase(
          database -> {
            EventStoreSchema.migrate(database);
            ReadModelSchema.migrate(database);
          });
  private static final TemplateDatabase NO_ROWS = new TemplateDatabase(ReadModelSchema::migrate);

  private static final int REMEMBERED = 1_000;

  final HikariDataSource pool;
  final PostgresEventStore log;
  final String prefix = "test-" + UUID.randomUUID();
  final JdbcClient jdbc;
  private final RelayedHere relayed = new RelayedHere();
  private int members;
  private final List<Runnable> closers = new ArrayList<>();

  World() {
    this(TYPES);
  }

  World(EventTypeRegistry types) {
    this.pool = pool(EMPTY.copy());
    this.log = new PostgresEventStore(pool, types);
    this.jdbc = JdbcClient.create(pool);
  }

  /** A second set of read models, over the same server and of no interest to the first. */
  static HikariDataSource newReadModels() {
    return pool(NO_ROWS.copy());
  }

  private static HikariDataSource pool(TestDatabase database) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database.url());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(8);
    config.setMinimumIdle(1);
    return new HikariDataSource(config);
  }

  KafkaRelay startRelay() {
    return startRelay(options -> options);
  }

  KafkaRelay startRelay(int maxRecordBytes) {
    return startRelay(options -> options.withMaxRecordBytes(maxRecordBytes));
  }

  KafkaRelay startRelay(UnaryOperator<RelayOptions> more) {
    RelayOptions options = RelayOptions.of(TestServers.kafka()).withTopicPrefix(prefix);
    KafkaRelay relay =
        new KafkaRelay(pool, more.apply(options), new SimpleMeterRegistry(), relayed::sending);
    closers.add(relay::close);
    relay.start();
    return relay;
  }

  /**
   * A member of all projections, as a program of its own would be. The first one is in the relay's
   * program.
   */
  Projections startMember() {
    return startMember(pool, ProjectionsConfiguration.PROJECTIONS);
  }

  Projections startMember(DataSource readModels, List<Projection> projections) {
    return startMember(readModels, projections, TestServers.kafka());
  }

  Projections startMember(DataSource readModels, List<Projection> projections, String kafka) {
    Projections member =
        new Projections(
            projections,
            new Projections.Tables(readModels, () -> ReadModelSchema.migrate(readModels), _ -> {}),
            new Projections.Log(
                log,
                TYPES,
                new RememberedEvents(LogMembership.reading(log), REMEMBERED),
                new RelayPosition(pool, prefix),
                members++ == 0 ? relayed : new RelayedHere()),
            new KafkaSettings(kafka, prefix, prefix, java.util.Map.of()),
            new SimpleMeterRegistry());
    closers.add(member::close);
    member.start();
    return member;
  }

  Folder folder(DataSource readModels, Projection projection) {
    Database database = Database.of(readModels);
    new Generations(database).register(projection);
    return new Folder(database, projection, log, TYPES);
  }

  long append(String stream, Record... events) {
    return append(StreamId.of(category(stream), id(stream)), List.of(events));
  }

  long append(StreamId stream, List<? extends Record> events) {
    CommandId command = new CommandId(UUID.randomUUID().toString());
    return log.append(
            Append.of(command, Fingerprint.of(command.value()), Metadata.EMPTY)
                .to(stream, Expected.any(), events))
        .position();
  }

  /** Sends what claims to be an event of the log. */
  void send(RecordedEvent event, String type, String data) throws Exception {
    var record =
        new ProducerRecord<>(
            prefix + "." + event.streamId().category(), event.streamId().value(), data);
    Map.of(
            "ce_position", event.position(),
            "ce_streamversion", event.version(),
            "ce_id", event.eventId(),
            "ce_type", type,
            "ce_schemaversion", event.schemaVersion(),
            "ce_time", event.recordedAt())
        .forEach((name, value) -> record.headers().add(name, value.toString().getBytes(UTF_8)));
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", TestServers.kafka()),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(record).get();
    }
  }

  List<RecordedEvent> events() {
    List<RecordedEvent> all = new ArrayList<>();
    long head = log.head();
    long after = 0;
    while (after < head) {
      var page = log.readLog(after, LogFilter.ALL, 1_000);
      all.addAll(page.events());
      after = page.position();
    }
    return all;
  }

  /** All rows of a projection's tables, as text in a fixed order. */
  static List<String> rows(DataSource readModels, Projection projection) {
    JdbcClient jdbc = JdbcClient.create(readModels);
    return projection.tables().stream()
        .flatMap(
            table ->
                jdbc
                    .sql("select t::text from readmodels.%s t order by 1".formatted(table))
                    .query(String.class)
                    .list()
                    .stream()
                    .map(row -> table + row))
        .collect(Collectors.toList());
  }

  /** The rows that the log gives when it is folded in one piece, in order. */
  List<String> fromZero(Projection projection) {
    try (var other = newReadModels()) {
      List<RecordedEvent> events =
          events().stream()
              .filter(e -> projection.categories().contains(e.streamId().category()))
              .toList();
      folder(other, projection).fold(new Folder.Batch(1, events, List.of(), List.of()));
      return rows(other, projection);
    }
  }

  /** What a query with one column of text answers. */
  List<String> texts(String sql) {
    return jdbc.sql(sql).query((row, _) -> row.getString(1)).list();
  }

  private static String category(String stream) {
    return stream.substring(0, stream.indexOf('-'));
  }

  private static String id(String stream) {
    return stream.substring(stream.indexOf('-') + 1);
  }

  @Override
  public void close() {
    closers.reversed().forEach(Runnable::run);
    log.close();
    pool.close();
  }
}
