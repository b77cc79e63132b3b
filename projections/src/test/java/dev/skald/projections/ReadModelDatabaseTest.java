package dev.skald.projections;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.skald.stack.testing.TestDatabase;
import dev.skald.stack.testing.TestServers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class ReadModelDatabaseTest {

  @Test
  void a_query_waits_for_a_silent_server_only_so_long_and_the_connection_goes_back_as_it_was()
      throws SQLException {
    try (HikariDataSource pool = pool()) {
      int before = silence(pool);

      Integer inQuery =
          ReadModelDatabase.of(pool)
              .jdbc()
              .sql("select 1")
              .query((row, _) -> row.getStatement().getConnection().getNetworkTimeout())
              .single();

      assertThat(inQuery).isEqualTo(15_000);
      assertThat(silence(pool)).isEqualTo(before).isNotEqualTo(inQuery);
    }
  }

  @Test
  void folding_leaves_what_its_connections_and_the_application_s_have_prepared()
      throws SQLException {
    try (HikariDataSource pool = pool();
        ReadModelDatabase database = ReadModelDatabase.of(pool)) {
      for (int batch = 1; batch <= 10; batch++) {
        try (Connection application = pool.getConnection();
            Connection folding = database.folding().getConnection()) {
          folding.setAutoCommit(false);
          run(folding, "select set_config('search_path', 'readmodels', true)");
          run(folding, "select 'folded'");
          folding.commit();
          run(application, "select 'asked'");
        }
      }

      assertThat(planned(database.folding(), "select 'folded'")).isEqualTo(6);
      assertThat(planned(pool, "select 'asked'")).isEqualTo(6);
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
    }
  }

  /** How often the server has run it since it was prepared there. */
  private static int planned(DataSource pool, String sql) {
    return JdbcClient.create(pool)
        .sql("select generic_plans + custom_plans from pg_prepared_statements where statement = ?")
        .param(sql)
        .query(Integer.class)
        .optional()
        .orElse(0);
  }

  private static int silence(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return connection.getNetworkTimeout();
    }
  }

  private static HikariDataSource pool() {
    TestDatabase database = TestServers.postgres().newDatabase();
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database.url());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(1);
    return new HikariDataSource(config);
  }
}
