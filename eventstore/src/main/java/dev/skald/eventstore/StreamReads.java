package dev.skald.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The statements that read streams. */
final class StreamReads {

  private StreamReads() {}

  static EventPage page(
      Connection connection, StreamId stream, StreamRead read, int limit, long maxBytes)
      throws SQLException {
    String forwards =
        """
        SELECT position, stream_id, version, event_id, type, schema_version, recorded_at,
               command_id, correlation_id, tenant, metadata,
               CASE WHEN octet_length(data) <= 8192 THEN data END,
               CASE WHEN octet_length(data) > 8192 THEN octet_length(data) END
        FROM eventstore.events
        WHERE stream_id = ? AND version > ? AND version <= ?
          AND (?::timestamptz IS NULL OR recorded_at <= ?::timestamptz)
        ORDER BY version
        LIMIT ?
        """;
    String backwards =
        """
        SELECT position, stream_id, version, event_id, type, schema_version, recorded_at,
               command_id, correlation_id, tenant, metadata,
               CASE WHEN octet_length(data) <= 8192 THEN data END,
               CASE WHEN octet_length(data) > 8192 THEN octet_length(data) END
        FROM eventstore.events
        WHERE stream_id = ? AND version > ? AND version <= ?
          AND (?::timestamptz IS NULL OR recorded_at <= ?::timestamptz)
        ORDER BY version DESC
        LIMIT ?
        """;
    Instant until = read.until();
    OffsetDateTime time = until == null ? null : until.atOffset(ZoneOffset.UTC);
    try (PreparedStatement statement =
        connection.prepareStatement(read.backwards() ? backwards : forwards)) {
      statement.setString(1, stream.value());
      statement.setLong(2, read.afterVersion());
      statement.setLong(3, read.untilVersion());
      statement.setObject(4, time);
      statement.setObject(5, time);
      statement.setInt(6, limit);
      try (ResultSet rows = statement.executeQuery()) {
        return EventPage.read(connection, rows, limit, maxBytes);
      }
    }
  }

  static Optional<StreamStatistics> statistics(Connection connection, StreamId stream)
      throws SQLException {
    String sql =
        """
        SELECT type, count(*), min(recorded_at), max(recorded_at), min(position), max(position),
               max(version)
        FROM eventstore.events
        WHERE stream_id = ?
        GROUP BY type
        """;
    Map<String, Long> types = new HashMap<>();
    List<StreamStatistics> parts = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, stream.value());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          types.put(rows.getString(1), rows.getLong(2));
          parts.add(part(stream, rows));
        }
      }
    }
    return parts.stream()
        .reduce(StreamReads::together)
        .map(
            all ->
                new StreamStatistics(
                    stream,
                    all.version(),
                    all.firstAt(),
                    all.lastAt(),
                    all.firstPosition(),
                    all.lastPosition(),
                    types));
  }

  /** In the order of their names. In this collation a dot comes right behind a dash. */
  static List<StreamId> ofCategory(
      Connection connection, String category, @Nullable StreamId after, int limit)
      throws SQLException {
    String sql =
        """
        SELECT stream_id
        FROM eventstore.streams
        WHERE stream_id > ? AND stream_id < ?
        ORDER BY stream_id
        LIMIT ?
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, after == null ? category + "-" : after.value());
      statement.setString(2, category + ".");
      statement.setInt(3, limit);
      try (ResultSet rows = statement.executeQuery()) {
        List<StreamId> streams = new ArrayList<>();
        while (rows.next()) {
          streams.add(new StreamId(rows.getString(1)));
        }
        return streams;
      }
    }
  }

  private static StreamStatistics part(StreamId stream, ResultSet row) throws SQLException {
    return new StreamStatistics(
        stream,
        row.getLong(7),
        row.getObject(3, OffsetDateTime.class).toInstant(),
        row.getObject(4, OffsetDateTime.class).toInstant(),
        row.getLong(5),
        row.getLong(6),
        Map.of());
  }

  private static StreamStatistics together(StreamStatistics a, StreamStatistics b) {
    return new StreamStatistics(
        a.stream(),
        Math.max(a.version(), b.version()),
        a.firstAt().isBefore(b.firstAt()) ? a.firstAt() : b.firstAt(),
        a.lastAt().isAfter(b.lastAt()) ? a.lastAt() : b.lastAt(),
        Math.min(a.firstPosition(), b.firstPosition()),
        Math.max(a.lastPosition(), b.lastPosition()),
        Map.of());
  }
}
