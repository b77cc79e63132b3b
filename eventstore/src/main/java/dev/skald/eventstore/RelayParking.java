package dev.skald.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Streams that the relay has stopped publishing, because Kafka cannot take one of their events and
 * later ones must not overtake it. All other streams go on.
 */
public final class RelayParking {

  /** From this version on, a stream's events are not in Kafka. */
  public record ParkedStream(StreamId stream, long version, String reason, Instant parkedAt) {}

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final DataSource dataSource;
  private final String relay;

  public RelayParking(DataSource dataSource, RelayOptions options) {
    this.dataSource = dataSource;
    this.relay = options.name();
  }

  public List<ParkedStream> list() {
    try (Connection connection = dataSource.getConnection()) {
      return ParkedStreams.list(Connections.standalone(connection, PATIENCE), relay);
    } catch (SQLException e) {
      throw new StoreUnavailable("cannot read parked streams: " + e.getMessage(), e);
    }
  }

  /** Lets the relay publish the stream from where it was parked. Whether there was one. */
  public boolean retry(StreamId stream) {
    return wish(stream, 0);
  }

  /** Lets the relay go on behind the event that could not be published, which it never is. */
  public boolean skip(StreamId stream) {
    return wish(stream, 1);
  }

  private boolean wish(StreamId stream, int skipped) {
    String sql =
        """
        UPDATE eventstore.relay_parked SET resume_from = version + ?
        WHERE relay = ? AND stream_id = ?
        """;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            Connections.standalone(connection, PATIENCE).prepareStatement(sql)) {
      statement.setInt(1, skipped);
      statement.setString(2, relay);
      statement.setString(3, stream.value());
      return statement.executeUpdate() == 1;
    } catch (SQLException e) {
      throw new StoreUnavailable("cannot resume a parked stream: " + e.getMessage(), e);
    }
  }

  static ParkedStream read(ResultSet row) throws SQLException {
    return new ParkedStream(
        new StreamId(row.getString(1)),
        row.getLong(2),
        row.getString(3),
        row.getObject(4, OffsetDateTime.class).toInstant());
  }

  static List<ParkedStream> readAll(ResultSet rows) throws SQLException {
    List<ParkedStream> parked = new ArrayList<>();
    while (rows.next()) {
      parked.add(read(rows));
    }
    return parked;
  }
}
