package dev.skald.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Events as they were read together: as many as were asked for, or as come to so many bytes of
 * large data, but at least one. Otherwise a page of large events would fill the memory.
 *
 * @param full whether there may be more behind them
 */
record EventPage(List<RecordedEvent> events, boolean full) {

  static final long MAX_BYTES = 16 << 20;

  /**
   * The rows leave out data of more than 8 KB and say how large it is, which costs next to nothing;
   * it is fetched afterwards, as far as there is room for it.
   */
  static EventPage read(Connection connection, ResultSet rows, int limit, long maxBytes)
      throws SQLException {
    List<RecordedEvent> events = new ArrayList<>();
    List<Long> large = new ArrayList<>();
    long bytes = 0;
    boolean full = false;
    while (!full && rows.next()) {
      int leftOut = rows.getInt(13);
      bytes += leftOut;
      if (bytes > maxBytes && !events.isEmpty()) {
        full = true;
      } else {
        events.add(EventRow.read(rows));
        if (leftOut > 0) {
          large.add(rows.getLong(1));
        }
      }
    }
    if (!large.isEmpty()) {
      Map<Long, String> data = largeData(connection, large);
      events.replaceAll(event -> event.withData(data.getOrDefault(event.position(), event.data())));
    }
    return new EventPage(events, full || events.size() >= limit);
  }

  RecordedEvent last() {
    return events.getLast();
  }

  private static Map<Long, String> largeData(Connection connection, List<Long> positions)
      throws SQLException {
    String sql =
        """
        SELECT position, data
        FROM eventstore.events
        WHERE position = ANY (?)
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("bigint", positions.toArray()));
      Map<Long, String> data = new HashMap<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String text = rows.getString(2);
          data.put(rows.getLong(1), Objects.requireNonNullElse(text, RecordedEvent.DELETED));
        }
      }
      if (data.size() < positions.size()) {
        throw new SQLException("events were archived while they were read");
      }
      return data;
    }
  }
}
