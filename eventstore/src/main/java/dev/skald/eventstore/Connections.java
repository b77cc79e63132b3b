package dev.skald.eventstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** How the store uses a connection of the application's pool. */
final class Connections {

  private Connections() {}

  /**
   * Each statement in a transaction of its own, with a snapshot of its own, and never longer than a
   * silent network may last. The pool undoes both.
   */
  static Connection standalone(Connection connection, Duration patience) throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.setAutoCommit(true);
    }
    connection.setNetworkTimeout(Runnable::run, Math.toIntExact(patience.toMillis()));
    return connection;
  }
}
