package dev.skald.stack.testing;

import dev.skald.stack.EmbeddedKafka;
import dev.skald.stack.EmbeddedPostgres;
import dev.skald.stack.TemporalBinaries;
import dev.skald.stack.TemporalServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;

/** Servers that a keeper can keep. */
enum ServerKind {
  POSTGRES {
    @Override
    Running start(Path data) {
      EmbeddedPostgres postgres = EmbeddedPostgres.start(data, 0);
      String password = UUID.randomUUID().toString();
      postgres.role(TestPostgres.OWNER, password);
      vacuumRarely(postgres);
      return new Running(
          postgres::close,
          Map.of(
              "port", Integer.toString(postgres.port()),
              "superuser-password", postgres.password(),
              "password", password));
    }
  },
  KAFKA {
    @Override
    Running start(Path data) {
      EmbeddedKafka kafka = EmbeddedKafka.start(data, 0);
      return new Running(kafka::close, Map.of("bootstrap-servers", kafka.bootstrapServers()));
    }
  },
  TEMPORAL {
    @Override
    Running start(Path data) {
      EmbeddedPostgres postgres = EmbeddedPostgres.start(data.resolve("postgres"), 0);
      Path binaries = TemporalBinaries.built().orElseThrow();
      TemporalServer temporal =
          TemporalServer.start(data.resolve("temporal"), postgres, binaries, 0, 0);
      return new Running(
          () -> {
            temporal.close();
            postgres.close();
          },
          Map.of("target", temporal.target(), "ui-url", temporal.uiUrl()));
    }
  };

  /** Closes without checked exceptions. */
  interface Server extends AutoCloseable {
    @Override
    void close();
  }

  /** A server and what its clients need to know. */
  record Running(Server server, Map<String, String> address) {}

  abstract Running start(Path data);

  /**
   * Tests leave hundreds of databases behind, and Postgres would begin a process in each of them
   * every minute, whether or not there is anything to do.
   */
  private static void vacuumRarely(EmbeddedPostgres postgres) {
    TestDatabase server =
        new TestDatabase(postgres.url("postgres"), EmbeddedPostgres.SUPERUSER, postgres.password());
    try (Connection connection = server.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER SYSTEM SET autovacuum_naptime = '1h'");
      statement.execute("SELECT pg_reload_conf()");
    } catch (SQLException e) {
      throw new IllegalStateException("Postgres for tests could not be set up", e);
    }
  }

  static TestPostgres postgres(Kept kept) {
    return new TestPostgres(
        Integer.parseInt(kept.value("port")),
        kept.value("superuser-password"),
        kept.value("password"));
  }

  static String kafka(Kept kept) {
    return kept.value("bootstrap-servers");
  }
}
