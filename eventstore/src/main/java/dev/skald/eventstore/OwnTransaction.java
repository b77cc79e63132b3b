package dev.skald.eventstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;

/** An append as part of a transaction that is somebody else's. */
final class OwnTransaction {

  private static final int MAX_ATTEMPTS = 10;

  private OwnTransaction() {}

  static Appended append(Connection transaction, EncodedAppend append) {
    try {
      if (transaction.getAutoCommit()) {
        throw new IllegalArgumentException(
            "the connection has no transaction open: it is in auto-commit mode");
      }
      return call(transaction, append, 1).appended(append);
    } catch (SQLException e) {
      if (SqlFailure.of(e) == SqlFailure.BAD_DATA) {
        throw new InvalidAppend(
            "command '%s' cannot be stored: %s".formatted(append.commandId(), e.getMessage()), e);
      }
      throw new StoreUnavailable("not appended: " + e.getMessage(), e);
    }
  }

  /** A race for a command id is run again; the savepoint keeps what the caller has done so far. */
  private static AppendOutcome call(Connection transaction, EncodedAppend append, int attempt)
      throws SQLException {
    Savepoint before = transaction.setSavepoint();
    try {
      AppendOutcome outcome = new AppendCall(List.of(append), null).execute(transaction).getFirst();
      transaction.releaseSavepoint(before);
      return outcome;
    } catch (SQLException e) {
      if (SqlFailure.of(e) == SqlFailure.LOST) {
        throw e;
      }
      transaction.rollback(before);
      if (!"SK001".equals(e.getSQLState()) || attempt == MAX_ATTEMPTS) {
        throw e;
      }
    }
    return call(transaction, append, attempt + 1);
  }
}
