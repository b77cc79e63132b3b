package dev.skald.bench;

import com.zaxxer.hikari.HikariDataSource;
import dev.skald.projections.ReadModelDatabase;
import dev.skald.projections.ReadModelSchema;
import dev.skald.projections.engine.KafkaSettings;
import dev.skald.projections.engine.Projection;
import dev.skald.projections.engine.ProjectionControl;
import dev.skald.projections.engine.Projections;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;

/** Our engine, as a worker has it: one member, with one projection. */
final class SkaldFolding implements FoldingTurn {

  private static final int CONNECTIONS = 6;
  private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

  private final FilledLog log;

  SkaldFolding(FilledLog log) {
    this.log = log;
  }

  @Override
  public Turn take(Projection projection, Database database) throws Exception {
    try (HikariDataSource pool = database.pool(CONNECTIONS);
        ReadModelDatabase readModels = ReadModelDatabase.of(pool)) {
      ReadModelSchema.migrate(pool);
      SimpleMeterRegistry meters = new SimpleMeterRegistry();
      try (Projections member = member(projection, readModels.folding(), meters)) {
        long total = log.events(projection);
        beginBeforeTheFirst(projection, pool);
        member.start();
        Folded live = Folded.watch(total, () -> counted(meters));
        Folded[] rebuilt = {Folded.NOTHING};
        long swap = rebuild(projection, database, pool, total, rebuilt);
        return new Turn(live, rebuilt[0], swap, RowsFound.in(database, projection));
      }
    }
  }

  private Projections member(Projection projection, DataSource pool, SimpleMeterRegistry meters) {
    return new Projections(
        List.of(projection),
        new Projections.Tables(pool, () -> ReadModelSchema.migrate(pool), _ -> {}),
        log.asKnownToProjections(),
        new KafkaSettings(log.kafka(), log.prefix(), "bench-" + UUID.randomUUID(), Map.of()),
        meters);
  }

  /** As one that has been there all the time: a projection that is new reads the log first. */
  private void beginBeforeTheFirst(Projection projection, HikariDataSource pool)
      throws SQLException, ExecutionException, InterruptedException {
    // Makes it known.
    new ProjectionControl(List.of(projection), pool, log.store(), Clock.systemUTC())
        .resume(projection.name());
    try (Connection connection = pool.getConnection();
        PreparedStatement begin =
            connection.prepareStatement(
                """
                INSERT INTO readmodels.checkpoint
                  (projection, generation, topic, partition, topic_id, next_offset)
                VALUES (?, 1, ?, ?, ?, 0)
                """)) {
      for (TopicDescription topic : log.topics(projection)) {
        for (TopicPartitionInfo partition : topic.partitions()) {
          begin.setString(1, projection.name());
          begin.setString(2, topic.name());
          begin.setInt(3, partition.partition());
          begin.setString(4, topic.topicId().toString());
          begin.executeUpdate();
        }
      }
    }
  }

  private static long counted(SimpleMeterRegistry meters) {
    Counter counter = meters.find("skald.projection.events").counter();
    return counter == null ? 0 : (long) counter.count();
  }

  /** The nanoseconds from the last event folded until the tables are in use. */
  private long rebuild(
      Projection projection, Database database, HikariDataSource pool, long total, Folded[] folded)
      throws SQLException {
    try (Connection connection = database.connect();
        PreparedStatement look =
            Prepared.once(connection, "SELECT max(events) FROM readmodels.rebuild")) {
      new ProjectionControl(List.of(projection), pool, log.store(), Clock.systemUTC())
          .rebuild(projection.name());
      folded[0] = Folded.watch(total, () -> Math.min(total, events(look, total)));
      long last = System.nanoTime();
      while (events(look, -1) >= 0) {
        Load.pass(LOOK_AGAIN);
      }
      return System.nanoTime() - last;
    }
  }

  private static long events(PreparedStatement look, long whenOver) {
    try (ResultSet row = look.executeQuery()) {
      row.next();
      long events = row.getLong(1);
      return row.wasNull() ? whenOver : events;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
