package dev.skald.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Waits until all read models show what has happened up to a position. */
final class ReadModelWatch implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(1);

  private final Connection connection;
  private final PreparedStatement look;
  private final ReentrantLock looking = new ReentrantLock();
  private volatile long reached;

  ReadModelWatch(Database database) throws SQLException {
    connection = database.connect();
    look =
        Prepared.once(
            connection,
            """
            SELECT min(g.position)
            FROM readmodels.projection p
            JOIN readmodels.generation g ON g.projection = p.name AND g.generation = p.generation
            """);
  }

  /** One look serves all who wait. */
  void await(long position) throws SQLException {
    Instant limit = Instant.now().plus(PATIENCE);
    while (reached < position) {
      looking.lock();
      try {
        if (reached < position) {
          reached = look();
        }
        if (reached < position) {
          LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
      } finally {
        looking.unlock();
      }
      if (Instant.now().isAfter(limit)) {
        throw new IllegalStateException(
            "a read model is at %d and has not got to %d".formatted(reached, position));
      }
    }
  }

  private long look() throws SQLException {
    try (ResultSet row = look.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
