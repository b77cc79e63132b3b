package dev.skald.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Streams that the relay has stopped publishing, because Kafka cannot take one of their events and
 * later ones must not overtake it. All other streams go on. What is wanted of them is written down
 * here, and done by the active relay, wherever that is, within a second.
 */
public final class RelayParking {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final DataSource dataSource;
  private final String relay;

  public RelayParking(DataSource dataSource, RelayOptions options) {
    this(dataSource, options.topicPrefix());
  }

  public RelayParking(DataSource dataSource, String topicPrefix) {
    this.dataSource = dataSource;
    this.relay = RelayOptions.name(topicPrefix);
  }

  /** Those that wait still, newest first. */
  public List<ParkedStream> parked() {
    String sql =
        """
        SELECT id, sequence, stream_id, version, position, type, reason, state, note, parked_at,
               settled_at
        FROM eventstore.relay_letters
        WHERE relay = ? AND state IN ('PARKED', 'RESUMING')
        ORDER BY sequence DESC
        """;
    return query(sql, _ -> {});
  }

  /**
   * Those that wait and those that were settled, newest first.
   *
   * @param before the sequence number of the last one seen
   */
  public List<ParkedStream> list(long before, int limit) {
    String sql =
        """
        SELECT id, sequence, stream_id, version, position, type, reason, state, note, parked_at,
               settled_at
        FROM eventstore.relay_letters
        WHERE relay = ? AND sequence < ?
        ORDER BY sequence DESC
        LIMIT ?
        """;
    return query(
        sql,
        statement -> {
          statement.setLong(2, before);
          statement.setInt(3, limit);
        });
  }

  public Optional<ParkedStream> find(UUID id) {
    String sql =
        """
        SELECT id, sequence, stream_id, version, position, type, reason, state, note, parked_at,
               settled_at
        FROM eventstore.relay_letters
        WHERE relay = ? AND id = ?
        """;
    return query(sql, statement -> statement.setObject(2, id)).stream().findFirst();
  }

  /** Wants the stream published from where it was parked. False where it is not parked. */
  public boolean replay(UUID id) {
    return wish(id, 0, null);
  }

  /**
   * Wants the relay to go on behind the event that could not be published, which it never is. False
   * where it is not parked.
   */
  public boolean skip(UUID id, String why) {
    return wish(id, 1, why);
  }

  private boolean wish(UUID id, int skipped, @Nullable String note) {
    String sql =
        """
        UPDATE eventstore.relay_parked SET resume_from = version + ?, note = ?
        WHERE relay = ? AND id = ?
        """;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            Connections.standalone(connection, PATIENCE).prepareStatement(sql)) {
      statement.setInt(1, skipped);
      statement.setString(2, note);
      statement.setString(3, relay);
      statement.setObject(4, id);
      return statement.executeUpdate() == 1;
    } catch (SQLException e) {
      throw new StoreUnavailable("cannot resume a parked stream: " + e.getMessage(), e);
    }
  }

  private interface Parameters {
    void set(PreparedStatement statement) throws SQLException;
  }

  private List<ParkedStream> query(String sql, Parameters parameters) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            Connections.standalone(connection, PATIENCE).prepareStatement(sql)) {
      statement.setString(1, relay);
      parameters.set(statement);
      List<ParkedStream> parked = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          parked.add(read(rows));
        }
      }
      return parked;
    } catch (SQLException e) {
      throw new StoreUnavailable("cannot read parked streams: " + e.getMessage(), e);
    }
  }

  private static ParkedStream read(ResultSet row) throws SQLException {
    String type = row.getString("type");
    OffsetDateTime settledAt = row.getObject("settled_at", OffsetDateTime.class);
    return new ParkedStream(
        row.getObject("id", UUID.class),
        row.getLong("sequence"),
        new StreamId(row.getString("stream_id")),
        row.getLong("version"),
        row.getLong("position"),
        type == null ? "" : type,
        row.getString("reason"),
        ParkedStream.State.valueOf(row.getString("state")),
        row.getString("note"),
        row.getObject("parked_at", OffsetDateTime.class).toInstant(),
        settledAt == null ? null : settledAt.toInstant());
  }
}
