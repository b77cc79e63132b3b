package dev.skald.projections;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.skald.stack.testing.TestDatabase;
import dev.skald.stack.testing.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

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
