package dev.skald.eventstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** Up to which position the log is in Kafka, whichever relay put it there. */
public final class RelayPosition {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final DataSource dataSource;
  private final String name;

  public RelayPosition(DataSource dataSource, RelayOptions options) {
    this.dataSource = dataSource;
    this.name = options.name();
  }

  public RelayPosition(DataSource dataSource, String topicPrefix) {
    this.dataSource = dataSource;
    this.name = RelayOptions.name(topicPrefix);
  }

  /** 0 where no relay has published anything yet. */
  public long current() {
    try (Connection connection = dataSource.getConnection()) {
      return Checkpoints.read(Connections.standalone(connection, PATIENCE), name).orElse(0L);
    } catch (SQLException e) {
      throw new StoreUnavailable("cannot read the relay's position: " + e.getMessage(), e);
    }
  }
}
