package dev.skald.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/** Snapshots beside the log, in the same schema. */
public final class PostgresSnapshots implements Snapshots {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final DataSource dataSource;

  public PostgresSnapshots(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public Optional<Snapshot> load(StreamId stream, String kind, String fingerprint) {
    String sql =
        """
        SELECT n.version, n.position, n.state
        FROM eventstore.snapshots n
        WHERE n.stream_id = ? AND n.kind = ? AND n.fingerprint = ?
          AND NOT EXISTS (
            SELECT FROM eventstore.events e
            WHERE e.position = n.position AND e.stream_id = n.stream_id AND e.data IS NULL)
        """;
    return execute(
        sql,
        statement -> {
          statement.setString(1, stream.value());
          statement.setString(2, kind);
          statement.setString(3, fingerprint);
          try (ResultSet row = statement.executeQuery()) {
            return row.next()
                ? Optional.of(new Snapshot(row.getLong(1), row.getLong(2), row.getString(3)))
                : Optional.empty();
          }
        });
  }

  /** Not where the stream's data was deleted meanwhile; who deletes it waits for those who save. */
  @Override
  public void save(StreamId stream, String kind, String fingerprint, Snapshot snapshot) {
    String sql =
        """
        INSERT INTO eventstore.snapshots AS old
          (stream_id, kind, fingerprint, version, position, state)
        SELECT n.*
        FROM (VALUES (?, ?, ?, ?::bigint, ?::bigint, ?))
          AS n (stream_id, kind, fingerprint, version, position, state)
        WHERE NOT EXISTS (
          SELECT FROM eventstore.events e
          WHERE e.position = n.position AND e.stream_id = n.stream_id AND e.data IS NULL)
        ON CONFLICT (stream_id, kind) DO UPDATE
        SET fingerprint = excluded.fingerprint, version = excluded.version,
            position = excluded.position, state = excluded.state
        WHERE old.fingerprint <> excluded.fingerprint OR old.version < excluded.version
        """;
    execute(
        sql,
        statement -> {
          statement.setString(1, stream.value());
          statement.setString(2, kind);
          statement.setString(3, fingerprint);
          statement.setLong(4, snapshot.version());
          statement.setLong(5, snapshot.position());
          statement.setString(6, snapshot.state());
          return statement.executeUpdate();
        });
  }

  @Override
  public void deleteAll() {
    execute("DELETE FROM eventstore.snapshots", PreparedStatement::executeUpdate);
  }

  private interface Work<T> {
    T with(PreparedStatement statement) throws SQLException;
  }

  private <T> T execute(String sql, Work<T> work) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            Connections.standalone(connection, PATIENCE).prepareStatement(sql)) {
      return work.with(statement);
    } catch (SQLException e) {
      throw new StoreUnavailable("snapshots: " + e.getMessage(), e);
    }
  }
}
