package dev.skald.eventstore;

import java.sql.SQLException;

/** The database did not do to the log what it was asked to, and says why. */
public final class AdministrationRefused extends RuntimeException {

  AdministrationRefused(String reason) {
    super(reason);
  }

  AdministrationRefused(SQLException cause) {
    super(cause.getMessage(), cause);
  }
}
