package dev.skald.eventstore;

import dev.skald.eventstore.RelayParking.ParkedStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The table of parked streams, as the active relay uses it. */
final class ParkedStreams {

  private ParkedStreams() {}

  static List<ParkedStream> list(Connection connection, String relay) throws SQLException {
    String sql =
        """
        SELECT stream_id, version, reason, parked_at
        FROM eventstore.relay_parked
        WHERE relay = ?
        ORDER BY parked_at, stream_id
        """;
    return query(connection, sql, relay);
  }

  /** Those that somebody wants to go on, from the version they are to go on with. */
  static List<ParkedStream> toResume(Connection connection, String relay) throws SQLException {
    String sql =
        """
        SELECT stream_id, resume_from, reason, parked_at
        FROM eventstore.relay_parked
        WHERE relay = ? AND resume_from IS NOT NULL
        ORDER BY parked_at, stream_id
        """;
    return query(connection, sql, relay);
  }

  static void park(Connection connection, String relay, RecordedEvent event, String reason)
      throws SQLException {
    String sql =
        """
        INSERT INTO eventstore.relay_parked (relay, stream_id, version, reason)
        VALUES (?, ?, ?, ?)
        ON CONFLICT (relay, stream_id) DO UPDATE
        SET version = excluded.version, reason = excluded.reason, resume_from = NULL
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, relay);
      statement.setString(2, event.streamId().value());
      statement.setLong(3, event.version());
      statement.setString(4, reason);
      statement.executeUpdate();
    }
  }

  static void remove(Connection connection, String relay, StreamId stream) throws SQLException {
    String sql = "DELETE FROM eventstore.relay_parked WHERE relay = ? AND stream_id = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, relay);
      statement.setString(2, stream.value());
      statement.executeUpdate();
    }
  }

  private static List<ParkedStream> query(Connection connection, String sql, String relay)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, relay);
      try (ResultSet rows = statement.executeQuery()) {
        return RelayParking.readAll(rows);
      }
    }
  }
}
