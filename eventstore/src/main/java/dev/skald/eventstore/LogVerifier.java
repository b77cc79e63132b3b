package dev.skald.eventstore;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Walks the whole log and proves it: positions and times rise, versions of a stream have no gap,
 * and every event is what it was when it was written, as is the end of every stream. Deleted data
 * is no flaw. What is in the archive is taken on trust.
 */
public final class LogVerifier {

  private static final int PAGE = 2_000;
  private static final int MAX_FLAWS = 100;

  /** What was found; a log that is as it was has no flaws. */
  public record Report(long events, int streams, long deleted, List<String> flaws) {
    public Report {
      flaws = List.copyOf(flaws);
    }
  }

  private record Tip(long version, ByteBuffer hash) {}

  private record Row(
      RecordedEvent event, StoredMetadata metadata, ByteBuffer hash, ByteBuffer dataHash) {}

  private final DataSource dataSource;
  private final List<String> flaws = new ArrayList<>();
  private final Map<StreamId, Tip> tips = new HashMap<>();
  private long events;
  private long deleted;
  private long position;
  private Instant time = Instant.MIN;

  private LogVerifier(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  public static Report verify(DataSource dataSource) {
    try {
      return new LogVerifier(dataSource).run();
    } catch (SQLException e) {
      throw new StoreUnavailable("cannot verify: " + e.getMessage(), e);
    }
  }

  private Report run() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      boolean archived = hasArchive(connection);
      long head = LogReads.head(connection);
      List<Row> page;
      do {
        page = page(connection, head);
        page.forEach(row -> check(row, archived));
      } while (!page.isEmpty());
      checkStreams(connection, head);
    }
    return new Report(events, tips.size(), deleted, flaws);
  }

  private void check(Row row, boolean archived) {
    RecordedEvent event = row.event();
    events++;
    deleted += event.isDeleted() ? 1 : 0;
    String where =
        "%s version %d at %d".formatted(event.streamId(), event.version(), event.position());
    if (event.recordedAt().isBefore(time)) {
      flaw(where + " was recorded before the one in front of it");
    }
    Tip before = tips.getOrDefault(event.streamId(), new Tip(0, ByteBuffer.allocate(0)));
    boolean begun = before.version() > 0 || event.version() == 1;
    if (begun && event.version() != before.version() + 1) {
      flaw("%s follows version %d".formatted(where, before.version()));
    }
    if (begun) {
      byte[] content =
          ContentHash.ofContent(
              event.streamId(),
              event.eventId(),
              event.type(),
              event.schemaVersion(),
              row.metadata(),
              row.dataHash().array());
      byte[] expected =
          ContentHash.chained(before.hash().array(), content, event.position(), event.recordedAt());
      if (!Arrays.equals(expected, row.hash().array())) {
        flaw(where + " is not what was written");
      }
    } else if (!archived) {
      flaw(where + " has nothing in front of it");
    }
    tips.put(event.streamId(), new Tip(event.version(), row.hash()));
    position = event.position();
    time = event.recordedAt();
  }

  private List<Row> page(Connection connection, long head) throws SQLException {
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
            WHERE position > ? AND position <= ?
            ORDER BY position
            LIMIT ?) page) sized
        WHERE coalesce(before, 0) < ?
        ORDER BY position
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, position);
      statement.setLong(2, head);
      statement.setInt(3, PAGE);
      statement.setLong(4, EventPage.MAX_BYTES);
      List<Row> page = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          RecordedEvent event = EventRow.read(rows);
          byte @Nullable [] kept = rows.getBytes(14);
          page.add(
              new Row(
                  event,
                  EventRow.metadata(rows),
                  ByteBuffer.wrap(rows.getBytes(13)),
                  ByteBuffer.wrap(kept == null ? ContentHash.ofData(event.data()) : kept)));
        }
      }
      return page;
    }
  }

  /** A stream whose last events were cut off would look whole from within. */
  private void checkStreams(Connection connection, long head) throws SQLException {
    String sql =
        """
        SELECT s.stream_id, s.version, s.hash
        FROM eventstore.streams s
        WHERE NOT EXISTS (
          SELECT FROM eventstore.events e WHERE e.stream_id = s.stream_id AND e.position > ?)
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(PAGE);
      statement.setLong(1, head);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          StreamId stream = new StreamId(rows.getString(1));
          Tip tip = tips.get(stream);
          if (tip != null
              && !tip.equals(new Tip(rows.getLong(2), ByteBuffer.wrap(rows.getBytes(3))))) {
            flaw("%s ends at version %d, not %d".formatted(stream, tip.version(), rows.getLong(2)));
          } else if (tip == null && !hasArchive(connection)) {
            flaw("%s has lost its %d events".formatted(stream, rows.getLong(2)));
          }
        }
      }
    }
  }

  private static boolean hasArchive(Connection connection) throws SQLException {
    String sql = "SELECT EXISTS (SELECT FROM eventstore.partitions WHERE archived_at IS NOT NULL)";
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private void flaw(String flaw) {
    if (flaws.size() < MAX_FLAWS) {
      flaws.add(flaw);
    }
  }
}
