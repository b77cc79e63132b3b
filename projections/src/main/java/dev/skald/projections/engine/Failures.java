package dev.skald.projections.engine;

import java.sql.SQLException;
import java.util.Set;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Tells an event that cannot be handled from a world that cannot be reached. */
final class Failures {

  // Data that does not fit (22), breaks a constraint (23), is refused by a function (P0), or is
  // too large for an index (54). All else, from a missing table to a full disk, says nothing about
  // the event, and passes or is mended.
  private static final Set<String> CLASSES_OF_DATA = Set.of("22", "23", "P0", "54");

  private Failures() {}

  static boolean liesInTheEvent(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        String state = sql.getSQLState();
        return state != null
            && state.length() == 5
            && CLASSES_OF_DATA.contains(state.substring(0, 2));
      }
    }
    return failure instanceof BatchedRows.NothingWritten
        || failure instanceof CannotFold
        || !(failure instanceof DataAccessException
            || failure instanceof TransactionException
            || failure instanceof Overtaken
            || failure instanceof StandsBy);
  }

  /** One line for people: the innermost cause says most. */
  static String describe(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    String text =
        cause.getClass().getSimpleName() + (message == null ? "" : ": " + message.strip());
    return storable(text.length() > 1000 ? text.substring(0, 1000) : text);
  }

  /** Postgres takes no NUL in a text, which messages may quote. */
  static String storable(String text) {
    return text.replace('\0', '\uFFFD');
  }
}
