package dev.skald.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The limit of reading: the columns of an event, fetched page by page as text and numbers. */
final class RawLogRead implements Work.Caller {

  private static final String SQL =
      """
      SELECT position, stream_id, version, event_id, type, schema_version, recorded_at,
             command_id, correlation_id, tenant, metadata, data
      FROM eventstore.events
      WHERE position > ?
      ORDER BY position
      LIMIT ?
      """;

  private final PreparedStatement statement;
  private final int page;
  private long position;

  RawLogRead(Connection connection, int page) throws SQLException {
    this.statement = Prepared.once(connection, SQL);
    this.page = page;
  }

  @Override
  public int call() throws SQLException {
    statement.setLong(1, position);
    statement.setInt(2, page);
    int count = 0;
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        position = row.getLong(1);
        row.getString(2);
        row.getLong(3);
        row.getObject(4);
        row.getString(5);
        row.getInt(6);
        row.getObject(7, java.time.OffsetDateTime.class);
        for (int column = 8; column <= 12; column++) {
          row.getString(column);
        }
        count++;
      }
    }
    if (count < page) {
      position = 0;
    }
    return count;
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
