package dev.skald.eventstore;

import dev.skald.eventstore.EncodedAppend.EncodedEvent;
import dev.skald.eventstore.EncodedAppend.EncodedStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * One event for one stream and nobody else beside it: the same as a group of one, in a third of the
 * time, which is what a caller waits for where few append at the same time.
 */
final class AppendOneCall {

  private static final String SQL =
      """
      SELECT status, last_position, detail
      FROM eventstore.append_one(?, ?, ?, ?, ?,  ?, ?,  ?, ?, ?, ?, ?,  ?)
      """;

  private final EncodedAppend append;
  private final @Nullable Integer lockMillis;

  AppendOneCall(EncodedAppend append, @Nullable Integer lockMillis) {
    this.append = append;
    this.lockMillis = lockMillis;
  }

  static boolean fits(List<EncodedAppend> appends) {
    EncodedAppend first = appends.getFirst();
    return appends.size() == 1
        && first.events() == 1
        && first.streams().size() == 1
        && first.closes().isEmpty();
  }

  AppendOutcome execute(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SQL)) {
      statement.unwrap(PGStatement.class).setPrepareThreshold(1);
      bind(statement);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new AppendOutcome(row.getInt(1), row.getLong(2), row.getString(3));
      }
    }
  }

  private void bind(PreparedStatement statement) throws SQLException {
    StoredMetadata metadata = append.metadata();
    EncodedStream stream = append.streams().getFirst();
    EncodedEvent event = stream.events().getFirst();
    statement.setString(1, append.commandId().value());
    statement.setString(2, append.fingerprint().value());
    statement.setString(3, metadata.correlationId());
    statement.setString(4, metadata.tenant());
    statement.setString(5, metadata.rest());
    statement.setString(6, stream.stream().value());
    statement.setLong(7, AppendCall.code(stream.expected()));
    statement.setObject(8, event.id());
    statement.setString(9, event.type());
    statement.setInt(10, event.schemaVersion());
    statement.setString(11, event.data());
    statement.setBytes(12, event.hash().array());
    statement.setObject(13, lockMillis, Types.INTEGER);
  }
}
