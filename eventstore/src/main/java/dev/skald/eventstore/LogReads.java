package dev.skald.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/** The statements that read, each over a connection whose every statement sees the latest. */
final class LogReads {

  private LogReads() {}

  static long head(Connection connection) throws SQLException {
    return number(connection, "SELECT eventstore.head()");
  }

  /** The position up to which nothing will appear any more. */
  static long settledPosition(Connection connection) throws SQLException {
    return number(connection, "SELECT eventstore.settled_position()");
  }

  /** The last position that was given out, whatever has become of it. */
  static long lastPosition(Connection connection) throws SQLException {
    return number(connection, "SELECT last_value FROM eventstore.last_position");
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  static List<RecordedEvent> stream(
      Connection connection, StreamId stream, long afterVersion, int limit) throws SQLException {
    String sql =
        """
        SELECT position, stream_id, version, event_id, type, schema_version, recorded_at,
               command_id, correlation_id, tenant, metadata, data
        FROM eventstore.events
        WHERE stream_id = ? AND version > ?
        ORDER BY version
        LIMIT ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, stream.value());
      statement.setLong(2, afterVersion);
      statement.setInt(3, limit);
      try (ResultSet rows = statement.executeQuery()) {
        return EventRow.readAll(rows);
      }
    }
  }

  static Map<EventIdentity, Metadata> identities(Connection connection, Collection<Long> positions)
      throws SQLException {
    String sql =
        """
        SELECT position, stream_id, version, event_id, type, schema_version, recorded_at,
               command_id, correlation_id, tenant, metadata, NULL,
               coalesce(data_hash, sha256(convert_to(data, 'UTF8'))), data IS NULL
        FROM eventstore.events
        WHERE position = ANY (?)
        """;
    Map<EventIdentity, Metadata> identities = HashMap.newHashMap(positions.size());
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("bigint", positions.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          // Its data stays where it is.
          RecordedEvent event = EventRow.read(row);
          identities.put(EventIdentity.of(event, row.getBytes(13)), event.metadata());
          if (row.getBoolean(14)) {
            identities.put(EventIdentity.of(event), event.metadata());
          }
        }
      }
    }
    return identities;
  }

  /** All events between two positions, the second included. Both must be settled. */
  static EventPage log(Connection connection, long after, long until, int limit)
      throws SQLException {
    String sql =
        """
        SELECT position, stream_id, version, event_id, type, schema_version, recorded_at,
               command_id, correlation_id, tenant, metadata,
               CASE WHEN octet_length(data) <= 8192 THEN data END,
               CASE WHEN octet_length(data) > 8192 THEN octet_length(data) END
        FROM eventstore.events
        WHERE position > ? AND position <= ?
        ORDER BY position
        LIMIT ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, after);
      statement.setLong(2, until);
      statement.setInt(3, limit);
      try (ResultSet rows = statement.executeQuery()) {
        return EventPage.read(connection, rows, limit, EventPage.MAX_BYTES);
      }
    }
  }

  static EventPage log(Connection connection, long after, long until, LogFilter filter, int limit)
      throws SQLException {
    if (filter.equals(LogFilter.ALL)) {
      return log(connection, after, until, limit);
    }
    String sql =
        """
        SELECT position, stream_id, version, event_id, type, schema_version, recorded_at,
               command_id, correlation_id, tenant, metadata,
               CASE WHEN octet_length(data) <= 8192 THEN data END,
               CASE WHEN octet_length(data) > 8192 THEN octet_length(data) END
        FROM eventstore.events
        WHERE position > ? AND position <= ?
          AND (?::text[] IS NULL OR category = ANY (?::text[]))
          AND (?::text[] IS NULL OR type = ANY (?::text[]))
          AND (?::text IS NULL OR tenant = ?::text)
          AND (?::text IS NULL OR correlation_id = ?::text)
          AND (?::timestamptz IS NULL OR recorded_at >= ?::timestamptz)
        ORDER BY position
        LIMIT ?
        """;
    List<@Nullable Object> values = new ArrayList<>();
    values.add(after);
    values.add(until);
    addTwice(values, array(connection, filter.categories()));
    addTwice(values, array(connection, filter.types()));
    addTwice(values, filter.tenant());
    addTwice(values, filter.correlationId());
    addTwice(values, filter.since() == null ? null : filter.since().atOffset(ZoneOffset.UTC));
    values.add(limit);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      // Planned for these very values: what is null drops out, and what is not finds its index.
      statement.unwrap(PGStatement.class).setPrepareThreshold(0);
      for (int i = 0; i < values.size(); i++) {
        statement.setObject(i + 1, values.get(i));
      }
      try (ResultSet rows = statement.executeQuery()) {
        return EventPage.read(connection, rows, limit, EventPage.MAX_BYTES);
      }
    }
  }

  static Optional<RecordedCommand> command(Connection connection, CommandId id)
      throws SQLException {
    String sql =
        """
        SELECT fingerprint, closed, first_position, last_position
        FROM eventstore.commands
        WHERE command_id = ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, id.value());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        long first = row.getLong(3);
        return Optional.of(
            new RecordedCommand(
                id,
                new Fingerprint(row.getString(1)),
                row.getBoolean(2),
                first == 0 ? List.of() : ofCommand(connection, id, first, row.getLong(4))));
      }
    }
  }

  private static List<RecordedEvent> ofCommand(
      Connection connection, CommandId id, long first, long last) throws SQLException {
    String sql =
        """
        SELECT position, stream_id, version, event_id, type, schema_version, recorded_at,
               command_id, correlation_id, tenant, metadata, data
        FROM eventstore.events
        WHERE position BETWEEN ? AND ? AND command_id = ?
        ORDER BY position
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, first);
      statement.setLong(2, last);
      statement.setString(3, id.value());
      try (ResultSet rows = statement.executeQuery()) {
        return EventRow.readAll(rows);
      }
    }
  }

  private static void addTwice(List<@Nullable Object> values, @Nullable Object value) {
    values.add(value);
    values.add(value);
  }

  private static @Nullable Object array(Connection connection, Collection<String> values)
      throws SQLException {
    return values.isEmpty()
        ? null
        : connection.createArrayOf("text", values.toArray(String[]::new));
  }
}
