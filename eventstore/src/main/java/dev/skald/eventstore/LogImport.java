package dev.skald.eventstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads an export into an empty log, all or nothing: positions, versions, times, hashes and
 * commands are what they were.
 */
public final class LogImport {

  private static final int BATCH = 500;

  private final Connection connection;
  private final MessageDigest checksum = ContentHash.sha256();
  private final List<ExportedLine.Event> batch = new ArrayList<>();
  private long batchedChars;
  private long events;
  private long commands;

  private LogImport(Connection connection) {
    this.connection = connection;
  }

  /** How many events were read. */
  public static long read(DataSource dataSource, InputStream in) {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        long events = new LogImport(connection).run(in);
        connection.commit();
        return events;
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw new StoreUnavailable("cannot import: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long run(InputStream in) throws SQLException, IOException {
    execute("LOCK TABLE eventstore.events, eventstore.commands, eventstore.streams");
    refuseUnlessEmpty();
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (ExportedLine.read(line) instanceof ExportedLine.End end) {
        flush();
        finish(end);
        return events;
      }
      checksum.update((line + "\n").getBytes(UTF_8));
      take(ExportedLine.read(line));
    }
    throw new IllegalArgumentException("the export has no end: it was cut off");
  }

  private void take(ExportedLine line) throws SQLException {
    switch (line) {
      case ExportedLine.Event event -> {
        batch.add(event);
        events++;
        batchedChars += event.data() == null ? 0 : event.data().length();
        if (batch.size() == BATCH || batchedChars > EventPage.MAX_BYTES) {
          flush();
        }
      }
      case ExportedLine.Command command -> insert(command);
      case ExportedLine.ClosedStream closed -> {
        flush();
        streamsFromEvents();
        execute("SELECT eventstore.close_stream(?)", closed.closedStream());
      }
      case ExportedLine.End _ -> throw new IllegalStateException("the end was seen before");
    }
  }

  private void flush() throws SQLException {
    if (batch.isEmpty()) {
      return;
    }
    execute("SELECT eventstore.prepare_partitions(?)", batch.getLast().position());
    String sql =
        """
        INSERT INTO eventstore.events
          (position, stream_id, version, event_id, type, schema_version, category, recorded_at,
           command_id, correlation_id, tenant, metadata, hash, data_hash, data)
        VALUES (?, ?, ?, ?, ?, ?, split_part(?, '-', 1), ?, ?, ?, ?, ?, ?, ?, ?)
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (ExportedLine.Event event : batch) {
        bind(
            statement,
            event.position(),
            event.streamId(),
            event.version(),
            event.eventId(),
            event.type(),
            event.schemaVersion(),
            event.streamId(),
            event.recordedAt().atOffset(ZoneOffset.UTC),
            event.commandId(),
            event.correlationId(),
            event.tenant(),
            event.metadata(),
            HexFormat.of().parseHex(event.hash()),
            event.dataHash() == null ? null : HexFormat.of().parseHex(event.dataHash()),
            event.data());
        statement.addBatch();
      }
      statement.executeBatch();
    }
    batch.clear();
    batchedChars = 0;
  }

  private void insert(ExportedLine.Command command) throws SQLException {
    commands++;
    execute(
        """
        INSERT INTO eventstore.commands
          (command_id, fingerprint, closed, first_position, last_position, answer)
        VALUES (?, ?, ?, ?::bigint, ?::bigint, ?)
        """,
        command.command(),
        command.fingerprint(),
        command.closed(),
        command.firstPosition(),
        command.lastPosition(),
        command.answer());
  }

  private void finish(ExportedLine.End end) throws SQLException {
    String sum = HexFormat.of().formatHex(checksum.digest());
    if (!sum.equals(end.sha256()) || events != end.events() || commands != end.commands()) {
      throw new IllegalArgumentException(
          "the export is damaged: %d events, %d commands and checksum %s, expected %s"
              .formatted(events, commands, sum, end));
    }
    streamsFromEvents();
    execute("SELECT eventstore.continue_after_import()");
  }

  private void streamsFromEvents() throws SQLException {
    execute(
        """
        INSERT INTO eventstore.streams (stream_id, version, first_position, hash)
        SELECT e.stream_id, max(e.version), min(e.position),
               (array_agg(e.hash ORDER BY e.version DESC))[1]
        FROM eventstore.events e
        GROUP BY e.stream_id
        ON CONFLICT DO NOTHING
        """);
  }

  private void refuseUnlessEmpty() throws SQLException {
    String sql =
        """
        SELECT EXISTS (SELECT FROM eventstore.events) OR EXISTS (SELECT FROM eventstore.commands)
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      if (row.getBoolean(1)) {
        throw new IllegalStateException("an export is imported into an empty log only");
      }
    }
  }

  private void execute(String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      statement.execute();
    }
  }

  private static void bind(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }
}
