package dev.skald.eventstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import javax.sql.DataSource;

/**
 * Writes the log as lines of JSON: events in order, then commands and closed streams, and at the
 * end a checksum of it all. Everything is as of one moment.
 */
public final class LogExport {

  private static final int FETCH = 1_000;

  private final OutputStream out;
  private final MessageDigest checksum = ContentHash.sha256();
  private long position;
  private long events;
  private long commands;

  private LogExport(OutputStream out) {
    this.out = out;
  }

  /** How many events were written. */
  public static long write(DataSource dataSource, OutputStream out) {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      return new LogExport(out).run(connection);
    } catch (SQLException e) {
      throw new StoreUnavailable("cannot export: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Line {
    ExportedLine of(ResultSet row) throws SQLException;
  }

  private long run(Connection connection) throws SQLException, IOException {
    refuseIfArchived(connection);
    long page;
    do {
      page = pageOfEvents(connection);
      events += page;
    } while (page > 0);
    commands =
        each(
            connection,
            """
            SELECT command_id, fingerprint, closed, first_position, last_position, answer
            FROM eventstore.commands
            ORDER BY command_id
            """,
            row ->
                new ExportedLine.Command(
                    row.getString(1),
                    row.getString(2),
                    row.getBoolean(3),
                    row.getObject(4, Long.class),
                    row.getObject(5, Long.class),
                    row.getString(6)));
    each(
        connection,
        "SELECT stream_id FROM eventstore.streams WHERE closed ORDER BY stream_id",
        row -> new ExportedLine.ClosedStream(row.getString(1)));
    connection.rollback();
    String sum = HexFormat.of().formatHex(checksum.digest());
    out.write((new ExportedLine.End(events, commands, sum).write() + "\n").getBytes(UTF_8));
    out.flush();
    return events;
  }

  private long pageOfEvents(Connection connection) throws SQLException, IOException {
    String sql =
        """
        SELECT position, stream_id, version, event_id, type, schema_version, recorded_at,
               command_id, correlation_id, tenant, metadata, data, hash, data_hash
        FROM (
          SELECT page.*, sum(octet_length(data)) OVER (
            ORDER BY position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
          FROM (
            SELECT position, stream_id, version, event_id, type, schema_version, recorded_at,
                   command_id, correlation_id, tenant, metadata, data, hash, data_hash
            FROM eventstore.events
            WHERE position > ?
            ORDER BY position
            LIMIT ?) page) sized
        WHERE coalesce(before, 0) < ?
        ORDER BY position
        """;
    return each(
        connection,
        sql,
        row -> {
          position = row.getLong(1);
          return ExportedLine.event(row);
        },
        position,
        FETCH,
        EventPage.MAX_BYTES);
  }

  /** Locked before it is looked at: nothing is archived until the export has ended. */
  private static void refuseIfArchived(Connection connection) throws SQLException {
    String sql =
        """
        SELECT string_agg(name, ', ' ORDER BY from_position)
        FROM eventstore.partitions
        WHERE archived_at IS NOT NULL
        """;
    try (Statement statement = connection.createStatement()) {
      statement.execute("LOCK TABLE eventstore.events IN ACCESS SHARE MODE");
      try (ResultSet row = statement.executeQuery(sql)) {
        row.next();
        String archived = row.getString(1);
        if (archived != null) {
          throw new AdministrationRefused(
              "an export is of the whole log: restore these partitions first: " + archived);
        }
      }
    }
  }

  private long each(Connection connection, String sql, Line line, Object... values)
      throws SQLException, IOException {
    long count = 0;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.setFetchSize(FETCH);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          byte[] bytes = (line.of(rows).write() + "\n").getBytes(UTF_8);
          checksum.update(bytes);
          out.write(bytes);
          count++;
        }
      }
    }
    return count;
  }
}
