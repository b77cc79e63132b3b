package dev.skald.stack.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class TestServersTest {

  @Test
  void give_each_asker_an_empty_database_on_one_server() throws Exception {
    TestPostgres postgres = TestServers.postgres();
    TestDatabase one = postgres.newDatabase();
    TestDatabase other = TestServers.postgres().newDatabase();

    assertThat(TestServers.postgres()).isEqualTo(postgres);
    assertThat(other.url()).isNotEqualTo(one.url());
    try (Connection connection = one.dataSource().getConnection();
        ResultSet rows =
            connection
                .createStatement()
                .executeQuery("SELECT usesuper FROM pg_user WHERE usename = current_user")) {
      rows.next();
      assertThat(rows.getBoolean(1)).isFalse();
      connection.createStatement().execute("CREATE TABLE mine (id int)");
    }
  }

  @Test
  void give_copies_of_a_database_that_was_filled_once() throws Exception {
    AtomicInteger filled = new AtomicInteger();
    TemplateDatabase template =
        new TemplateDatabase(
            database -> {
              filled.incrementAndGet();
              execute(database, "CREATE TABLE mine (id int)");
            });

    execute(template.copy().dataSource(), "DROP TABLE mine");

    execute(template.copy().dataSource(), "INSERT INTO mine VALUES (1)");
    assertThat(filled).hasValue(1);
  }

  private static void execute(DataSource database, String statement) {
    try (Connection connection = database.getConnection()) {
      connection.createStatement().execute(statement);
    } catch (SQLException e) {
      throw new AssertionError(statement, e);
    }
  }

  @Test
  void give_a_kafka_that_serves() throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", TestServers.kafka());
    try (Admin admin = Admin.create(settings)) {
      assertThat(admin.describeCluster().nodes().get(20, TimeUnit.SECONDS)).hasSize(1);
    }
  }
}
