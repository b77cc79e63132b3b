package dev.skald.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** How far a reader of the log has come. */
final class Checkpoints {

  private Checkpoints() {}

  static Optional<Long> read(Connection connection, String name) throws SQLException {
    String sql = "SELECT position FROM eventstore.checkpoints WHERE name = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
      }
    }
  }

  /** Where to go on from; a reader that is new begins at the position given. */
  static long readOrStart(Connection connection, String name, long start) throws SQLException {
    String sql =
        """
        INSERT INTO eventstore.checkpoints (name, position) VALUES (?, ?) ON CONFLICT DO NOTHING
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      statement.setLong(2, start);
      statement.executeUpdate();
    }
    return read(connection, name).orElse(start);
  }

  /**
   * Moves on, unless somebody else did. This need not wait for the disk: after a crash of Postgres
   * a reader goes on from where it was a moment before, as after a crash of its own.
   */
  static boolean advance(Connection connection, String name, long from, long to)
      throws SQLException {
    String sql =
        """
        UPDATE eventstore.checkpoints SET position = ?, updated_at = now()
        WHERE name = ? AND position = ? AND set_config('synchronous_commit', 'off', true) = 'off'
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, to);
      statement.setString(2, name);
      statement.setLong(3, from);
      return statement.executeUpdate() == 1;
    }
  }
}
