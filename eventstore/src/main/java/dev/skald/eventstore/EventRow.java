package dev.skald.eventstore;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** A row of the log as an event. Every statement that reads events lists the same columns. */
final class EventRow {

  private EventRow() {}

  static List<RecordedEvent> readAll(ResultSet rows) throws SQLException {
    List<RecordedEvent> events = new ArrayList<>();
    while (rows.next()) {
      events.add(read(rows));
    }
    return events;
  }

  static RecordedEvent read(ResultSet row) throws SQLException {
    return new RecordedEvent(
        row.getLong(1),
        new StreamId(row.getString(2)),
        row.getLong(3),
        row.getObject(4, UUID.class),
        row.getString(5),
        row.getInt(6),
        Objects.requireNonNullElse(row.getString(12), RecordedEvent.DELETED),
        metadata(row).metadata(),
        row.getObject(7, OffsetDateTime.class).toInstant());
  }

  static StoredMetadata metadata(ResultSet row) throws SQLException {
    return new StoredMetadata(
        row.getString(8), row.getString(9), row.getString(10), row.getString(11));
  }
}
