package dev.skald.projections.engine;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.ConnectionCallback;

/** Looks for projections that are to be built anew, and builds them one after the other. */
final class RebuildWorker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RebuildWorker.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final List<Projection> projections;
  private final Database database;
  private final Projections.Log log;
  private final Regularly looks;

  RebuildWorker(List<Projection> projections, Database database, Projections.Log log) {
    this.projections = projections;
    this.database = database;
    this.log = log;
    this.looks = new Regularly("projection-rebuilds", LOOK_EVERY, this::look);
  }

  void start() {
    looks.start();
  }

  @Override
  public void close() {
    looks.close();
  }

  private void look() {
    projections.forEach(this::work);
  }

  private void work(Projection projection) {
    if (!looks.isOpen()) {
      return;
    }
    try {
      Folder folder = new Folder(database, projection, log.store(), log.types());
      Rebuilder rebuilder = new Rebuilder(database, projection, log.store(), folder);
      if (rebuilder.isDue()) {
        database.template().getJdbcOperations().execute(alone(projection, rebuilder));
      }
    } catch (RuntimeException e) {
      // Whatever was wrong, the next look tries again; what it was shows in the status.
      LOG.atWarn()
          .addKeyValue("projection", projection.name())
          .setCause(e)
          .log("Cannot rebuild at the moment; trying again");
    }
  }

  /** One program at a time: this connection's lock goes with it, if it crashes. */
  private ConnectionCallback<Boolean> alone(Projection projection, Rebuilder rebuilder) {
    return connection -> {
      boolean locked = lock(connection, "pg_try_advisory_lock", projection);
      if (locked) {
        try {
          rebuilder.work(looks::isOpen);
        } finally {
          lock(connection, "pg_advisory_unlock", projection);
        }
      }
      return locked;
    };
  }

  private static boolean lock(Connection connection, String function, Projection projection)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select %s(hashtextextended('skald.rebuild.' || ?, 0))".formatted(function))) {
      statement.setString(1, projection.name());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }
}
