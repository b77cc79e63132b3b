package dev.skald.eventstore;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What a failed statement means for those who wait for it. */
enum SqlFailure {
  /** Somebody else came first; nothing was done, and the next try sees what they did. */
  RACE,
  /** Somebody else holds what is needed, and does not let go of it. Nothing was done. */
  BUSY,
  /** The data cannot be stored. */
  BAD_DATA,
  /** The server is away, or was lost; what had been sent may have been done. */
  LOST,
  /** Nothing was done, and nothing will be until somebody mends it. */
  BROKEN;

  static SqlFailure of(SQLException e) {
    String state = state(e);
    if (state == null) {
      return LOST;
    }
    return switch (state) {
      case "SK001", "40001", "40P01", "40003" -> RACE;
      case "55P03" -> BUSY;
      default ->
          switch (state.substring(0, 2)) {
            case "22", "23", "54" -> BAD_DATA;
            case "08", "25", "53", "57", "58", "XX" -> LOST;
            default -> BROKEN;
          };
    };
  }

  private static @Nullable String state(SQLException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return null;
  }
}
