package dev.skald.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What is done to the log itself, by whoever owns its schema; the application's role may not. */
public final class LogAdministration {

  /** A range of positions that lies in a table of its own; the upper bound is exclusive. */
  public record Partition(String name, long from, long to, Optional<Instant> archivedAt) {}

  private final DataSource dataSource;

  public LogAdministration(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Lets a role append and read, and neither change nor delete events. */
  public void grantUse(String role) {
    call("SELECT eventstore.grant_use(?)", role);
  }

  /** Nothing can be appended to it any more. */
  public void closeStream(StreamId stream) {
    if (Boolean.FALSE.equals(call("SELECT eventstore.close_stream(?)", stream.value()))) {
      throw new AdministrationRefused("there is no stream " + stream);
    }
  }

  /**
   * Deletes the data of all its events, and closes it. Types, times, metadata and the hash chain
   * stay. What lies in the archive is deleted there; what is in Kafka already, stays there.
   */
  public void tombstone(StreamId stream) {
    call("SELECT eventstore.tombstone(?)", stream.value());
  }

  /** Takes a partition of closed streams out of the log, into the schema of the archive. */
  public void archive(String partition) {
    call("SELECT eventstore.archive_partition(?)", partition);
  }

  public void restore(String partition) {
    call("SELECT eventstore.restore_partition(?)", partition);
  }

  public List<Partition> partitions() {
    String sql =
        """
        SELECT name, from_position, to_position, archived_at
        FROM eventstore.partitions
        ORDER BY from_position
        """;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      List<Partition> partitions = new ArrayList<>();
      while (rows.next()) {
        partitions.add(
            new Partition(
                rows.getString(1),
                rows.getLong(2),
                rows.getLong(3),
                Optional.ofNullable(rows.getObject(4, OffsetDateTime.class))
                    .map(OffsetDateTime::toInstant)));
      }
      return partitions;
    } catch (SQLException e) {
      throw new AdministrationRefused(e);
    }
  }

  private @Nullable Object call(String sql, String argument) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, argument);
      Object answer;
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        answer = row.getObject(1);
      }
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
      return answer;
    } catch (SQLException e) {
      throw new AdministrationRefused(e);
    }
  }
}
