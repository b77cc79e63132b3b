package dev.skald.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Makes one of several candidates the active one. The lock belongs to a session: Postgres gives it
 * to the next one when the holder, its machine or its network is gone.
 */
final class ActiveLock implements AutoCloseable {

  private final Connection session;
  private final String name;

  private ActiveLock(Connection session, String name) {
    this.session = session;
    this.name = name;
  }

  /** Whether the session is the active one from now on. */
  static boolean tryTake(Connection session, String name) throws SQLException {
    try (Statement statement = session.createStatement()) {
      statement.execute(
          """
          SET tcp_keepalives_idle = 2; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 3
          """);
    }
    return call(session, "SELECT pg_try_advisory_lock(hashtextextended(?, 23716))", name);
  }

  static ActiveLock held(Connection session, String name) {
    return new ActiveLock(session, name);
  }

  /**
   * Postgres ends a session that asks it nothing for so long: a holder that stands still, though
   * its machine answers, makes way as well.
   */
  void endAfter(Duration silence) throws SQLException {
    try (Statement statement = session.createStatement()) {
      statement.execute("SET idle_session_timeout = " + silence.toMillis());
    }
  }

  /** A session that cannot let go of the lock must not go back to the pool. */
  @Override
  public void close() throws SQLException {
    try (Statement statement = session.createStatement()) {
      call(session, "SELECT pg_advisory_unlock(hashtextextended(?, 23716))", name);
      statement.execute("RESET idle_session_timeout");
    } catch (SQLException e) {
      session.abort(Runnable::run);
      throw e;
    }
  }

  private static boolean call(Connection session, String sql, String name) throws SQLException {
    try (PreparedStatement statement = session.prepareStatement(sql)) {
      statement.setString(1, "eventstore/" + name);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }
}
