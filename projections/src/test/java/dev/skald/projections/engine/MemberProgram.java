package dev.skald.projections.engine;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.skald.eventstore.PostgresEventStore;
import dev.skald.eventstore.RelayPosition;
import dev.skald.projections.ReadModelSchema;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A member in a process of its own, so that it can be killed as members are. */
final class MemberProgram {

  private MemberProgram() {}

  /** The database, its user and password, Kafka, and the prefix of topics and groups. */
  public static void main(String[] args) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(args[0]);
    config.setUsername(args[1]);
    config.setPassword(args[2]);
    HikariDataSource pool = new HikariDataSource(config);
    PostgresEventStore log = new PostgresEventStore(pool, World.TYPES);
    Projections member =
        new Projections(
            KilledMemberTest.PROJECTIONS,
            new Projections.Tables(pool, () -> ReadModelSchema.migrate(pool), _ -> {}),
            new Projections.Log(
                log,
                World.TYPES,
                LogMembership.reading(log),
                new RelayPosition(pool, args[4]),
                new RelayedHere()),
            new KafkaSettings(args[3], args[4], args[4], Map.of()),
            new SimpleMeterRegistry());
    member.start();
    while (true) {
      LockSupport.park(member);
    }
  }
}
