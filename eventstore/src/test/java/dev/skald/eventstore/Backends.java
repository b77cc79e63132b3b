package dev.skald.eventstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Ends connections from the server's side, as a crash or an administrator does. */
final class Backends {

  private Backends() {}

  static void terminateHoldersOfSessionLocks(DataSource dataSource) throws SQLException {
    execute(
        dataSource,
        """
        SELECT pg_terminate_backend(l.pid) FROM pg_locks l
        JOIN pg_stat_activity a USING (pid)
        WHERE l.locktype = 'advisory' AND a.datname = current_database()
          AND l.pid <> pg_backend_pid()
        """);
  }

  static void terminateOthers(DataSource dataSource) throws SQLException {
    execute(
        dataSource,
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
        """);
  }

  private static void execute(DataSource dataSource, String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
