package dev.skald.bench.peers;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** What steps do: one row each, in a transaction of its own, once however often they are tried. */
final class Effects implements AutoCloseable {

  private static final String DATA =
      """
      {"amount":{"amount":"1.00","currency":"EUR"},"balance":{"amount":"1000000.00","currency":"EUR"},"reference":"bench"}\
      """;

  private final HikariDataSource pool;

  private Effects(HikariDataSource pool) {
    this.pool = pool;
  }

  static Effects in(Place place) {
    HikariDataSource pool = place.pool();
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE IF NOT EXISTS effects (
            saga_id text NOT NULL,
            step    text NOT NULL,
            data    text NOT NULL,
            at      timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (saga_id, step))
          """);
    } catch (SQLException e) {
      throw new IllegalStateException("the table of effects", e);
    }
    return new Effects(pool);
  }

  void insert(String sagaId, String step) {
    try (Connection connection = pool.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                INSERT INTO effects (saga_id, step, data) VALUES (?, ?, ?)
                ON CONFLICT (saga_id, step) DO NOTHING
                """)) {
      insert.setString(1, sagaId);
      insert.setString(2, step);
      insert.setString(3, DATA);
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(step + " of " + sagaId, e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
