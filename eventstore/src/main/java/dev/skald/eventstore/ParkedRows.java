package dev.skald.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables of parked streams, as the active relay uses them. */
final class ParkedRows {

  /**
   * That a parked stream is to go on.
   *
   * @param version where it was parked
   * @param from where it is to go on
   */
  record Wish(StreamId stream, long version, long from, @Nullable String note) {}

  private final Connection connection;
  private final String relay;

  ParkedRows(Connection connection, String relay) {
    this.connection = connection;
    this.relay = relay;
  }

  /** The version from which on a stream's events are not in Kafka, for each that is parked. */
  Map<StreamId, Long> versions() throws SQLException {
    String sql = "SELECT stream_id, version FROM eventstore.relay_parked WHERE relay = ?";
    Map<StreamId, Long> versions = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, relay);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          versions.put(new StreamId(rows.getString(1)), rows.getLong(2));
        }
      }
    }
    return versions;
  }

  List<Wish> wishes() throws SQLException {
    String sql =
        """
        SELECT stream_id, version, resume_from, note
        FROM eventstore.relay_parked
        WHERE relay = ? AND resume_from IS NOT NULL
        ORDER BY sequence
        """;
    List<Wish> wishes = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, relay);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          wishes.add(
              new Wish(
                  new StreamId(rows.getString(1)),
                  rows.getLong(2),
                  rows.getLong(3),
                  rows.getString(4)));
        }
      }
    }
    return wishes;
  }

  /** At the same event again, the letter stays, and what was wanted of it has failed. */
  void park(RecordedEvent event, String reason) throws SQLException {
    String sql =
        """
        INSERT INTO eventstore.relay_parked (relay, stream_id, version, reason)
        VALUES (?, ?, ?, ?)
        ON CONFLICT (relay, stream_id) DO UPDATE
        SET version = excluded.version, reason = excluded.reason, resume_from = NULL, note = NULL
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, relay);
      statement.setString(2, event.streamId().value());
      statement.setLong(3, event.version());
      statement.setString(4, reason);
      statement.executeUpdate();
    }
  }

  /** At a later event than before: one letter is settled and another begins, or neither. */
  void parkLater(Wish wish, RecordedEvent event, String reason) throws SQLException {
    String sql =
        """
        WITH settled AS (
          INSERT INTO eventstore.relay_settled
            (id, sequence, relay, stream_id, version, reason, parked_at, skipped, note)
          SELECT id, sequence, relay, stream_id, version, reason, parked_at, ?, ?
          FROM eventstore.relay_parked
          WHERE relay = ? AND stream_id = ?)
        UPDATE eventstore.relay_parked
        SET id = gen_random_uuid(), sequence = DEFAULT, version = ?, reason = ?,
            parked_at = now(), resume_from = NULL, note = NULL
        WHERE relay = ? AND stream_id = ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setBoolean(1, wish.from() > wish.version());
      statement.setString(2, wish.note());
      statement.setString(3, relay);
      statement.setString(4, wish.stream().value());
      statement.setLong(5, event.version());
      statement.setString(6, reason);
      statement.setString(7, relay);
      statement.setString(8, wish.stream().value());
      statement.executeUpdate();
    }
  }

  /** Keeps what was done, whatever somebody may have come to want meanwhile. */
  void settle(Wish wish) throws SQLException {
    String sql =
        """
        WITH settled AS (
          DELETE FROM eventstore.relay_parked
          WHERE relay = ? AND stream_id = ?
          RETURNING id, sequence, relay, stream_id, version, reason, parked_at)
        INSERT INTO eventstore.relay_settled
          (id, sequence, relay, stream_id, version, reason, parked_at, skipped, note)
        SELECT id, sequence, relay, stream_id, version, reason, parked_at, ?, ?
        FROM settled
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, relay);
      statement.setString(2, wish.stream().value());
      statement.setBoolean(3, wish.from() > wish.version());
      statement.setString(4, wish.note());
      statement.executeUpdate();
    }
  }
}
