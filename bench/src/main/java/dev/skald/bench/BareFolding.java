package dev.skald.bench;

import com.zaxxer.hikari.HikariDataSource;
import dev.skald.eventstore.LogPage;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.projections.ReadModelSchema;
import dev.skald.projections.engine.Projection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Loops without our engine. Each batch and its checkpoint are one transaction, as with us. */
final class BareFolding implements FoldingTurn {

  /** As many records at a time, and as large pages of the log, as our engine takes. */
  private static final int RECORDS = 1_000;

  private static final int PAGE = 2_000;
  private static final Duration POLL = Duration.ofMillis(500);

  private final FilledLog log;

  BareFolding(FilledLog log) {
    this.log = log;
  }

  @Override
  public Turn take(Projection projection, Database database) throws Exception {
    try (HikariDataSource pool = database.pool(3)) {
      ReadModelSchema.migrate(pool);
    }
    try (Connection connection = database.searching("readmodels").connect()) {
      prepare(connection);
      long total = log.events(projection);
      Folded live = timed(total, committed -> live(projection, connection, total, committed));
      for (String table : projection.tables()) {
        database.execute("TRUNCATE readmodels." + table);
      }
      Folded rebuilt = rebuild(projection, database, total);
      return new Turn(live, rebuilt, 0, RowsFound.in(database, projection));
    }
  }

  /** Over a connection of its own: one that knows the tables as they were would plan for those. */
  private Folded rebuild(Projection projection, Database database, long total) throws Exception {
    try (Connection connection = database.searching("readmodels").connect()) {
      set(connection);
      return timed(total, committed -> rebuild(projection, connection, committed));
    }
  }

  private interface Loop {
    void run(AtomicLong committed) throws Exception;
  }

  private static Folded timed(long total, Loop loop) throws Exception {
    AtomicLong committed = new AtomicLong();
    CompletableFuture<Void> running = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("bare-loop")
        .start(
            () -> {
              try {
                loop.run(committed);
                running.complete(null);
              } catch (Exception e) {
                running.completeExceptionally(e);
              }
            });
    Folded folded =
        Folded.watch(
            total,
            () -> {
              if (running.isCompletedExceptionally()) {
                running.join();
              }
              return committed.get();
            });
    running.get();
    return folded;
  }

  private static void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE bare_checkpoint (
            source text, partition int, reached bigint, PRIMARY KEY (source, partition))
          """);
    }
    set(connection);
  }

  private static void set(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET synchronous_commit = off");
    }
    connection.setAutoCommit(false);
  }

  private void live(Projection projection, Connection connection, long total, AtomicLong committed)
      throws SQLException {
    try (Consumer<byte[], byte[]> consumer = consumer();
        BareFold fold = new BareFold(connection, projection, FilledLog.TYPES);
        PreparedStatement checkpoint = checkpoint(connection)) {
      consumer.assign(partitions(consumer, projection));
      consumer.seekToBeginning(consumer.assignment());
      while (committed.get() < total) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        List<RecordedEvent> events = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
          events.add(BareRecords.event(record));
        }
        fold.fold(events);
        for (var next : records.nextOffsets().entrySet()) {
          move(
              checkpoint,
              next.getKey().topic(),
              next.getKey().partition(),
              next.getValue().offset());
        }
        checkpoint.executeBatch();
        connection.commit();
        committed.addAndGet(events.size());
      }
    }
  }

  private void rebuild(Projection projection, Connection connection, AtomicLong committed)
      throws SQLException {
    try (BareFold fold = new BareFold(connection, projection, FilledLog.TYPES);
        PreparedStatement checkpoint = checkpoint(connection)) {
      long position = 0;
      while (true) {
        LogPage page = log.store().readLog(position, log.filter(projection), PAGE);
        fold.fold(page.events());
        position = page.position();
        move(checkpoint, "log", 0, position);
        checkpoint.executeBatch();
        connection.commit();
        committed.addAndGet(page.events().size());
        if (page.events().size() < PAGE) {
          return;
        }
      }
    }
  }

  private static PreparedStatement checkpoint(Connection connection) throws SQLException {
    return Prepared.once(
        connection,
        """
        INSERT INTO bare_checkpoint (source, partition, reached) VALUES (?, ?, ?)
        ON CONFLICT (source, partition) DO UPDATE SET reached = excluded.reached
        """);
  }

  private static void move(PreparedStatement checkpoint, String source, int partition, long to)
      throws SQLException {
    checkpoint.setString(1, source);
    checkpoint.setInt(2, partition);
    checkpoint.setLong(3, to);
    checkpoint.addBatch();
  }

  private Consumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", log.kafka(), "max.poll.records", RECORDS),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private List<TopicPartition> partitions(Consumer<?, ?> consumer, Projection projection) {
    return projection.categories().stream()
        .flatMap(category -> consumer.partitionsFor(log.prefix() + "." + category).stream())
        .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
        .toList();
  }
}
