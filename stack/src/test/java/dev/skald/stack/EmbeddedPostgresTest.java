package dev.skald.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

  @Test
  void is_durable_and_asks_for_passwords(@TempDir Path folder) throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, 0);
        Connection connection = connect(postgres, "postgres")) {
      assertThat(setting(connection, "fsync")).isEqualTo("on");
      assertThat(setting(connection, "synchronous_commit")).isEqualTo("on");
      assertThat(setting(connection, "data_checksums")).isEqualTo("on");
      assertThat(setting(connection, "listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(setting(connection, "server_version")).startsWith("18.");
      assertThatThrownBy(
              () -> DriverManager.getConnection(postgres.url("postgres"), "postgres", "guess"))
          .hasMessageContaining("password authentication failed");
      Path password = folder.resolve("superuser.password");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void keeps_roles_databases_and_rows_over_a_restart(@TempDir Path folder) throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, 0)) {
      postgres.role("owner of all", "it's");
      postgres.database("a b", "owner of all");
      try (Connection connection =
          DriverManager.getConnection(postgres.url("a%20b"), "owner of all", "it's")) {
        connection.createStatement().execute("CREATE TABLE kept AS SELECT 42 AS answer");
      }
    }
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, 0)) {
      postgres.role("owner of all", "another");
      postgres.database("a b", "owner of all");
      try (Connection connection =
          DriverManager.getConnection(postgres.url("a%20b"), "owner of all", "another")) {
        assertThat(text(connection, "SELECT answer FROM kept")).isEqualTo("42");
      }
    }
  }

  @Test
  void comes_back_on_the_same_port_after_a_kill(@TempDir Path folder) throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, 0)) {
      long pid =
          Long.parseLong(Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst());
      ProcessHandle.of(pid).orElseThrow().destroyForcibly();
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                try (Connection connection = connect(postgres, "postgres")) {
                  assertThat(text(connection, "SELECT 1")).isEqualTo("1");
                }
                assertThat(Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst())
                    .isNotEqualTo(Long.toString(pid));
              });
    }
  }

  private static Connection connect(EmbeddedPostgres postgres, String database)
      throws SQLException {
    return DriverManager.getConnection(
        postgres.url(database), EmbeddedPostgres.SUPERUSER, postgres.password());
  }

  private static String setting(Connection connection, String name) throws SQLException {
    return text(connection, "SHOW " + name);
  }

  private static String text(Connection connection, String query) throws SQLException {
    try (ResultSet rows = connection.createStatement().executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
