package dev.skald.eventstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the log to Kafka in the order of its positions. Of all relays with the same topic
 * prefix one is active; the others stand by. It begins without Kafka or Postgres, and waits for
 * them.
 */
public final class KafkaRelay implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaRelay.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration STANDBY = Duration.ofMillis(500);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(5);

  private final DataSource dataSource;
  private final RelayOptions options;
  private volatile RelayStatus status =
      new RelayStatus(RelayStatus.State.STOPPED, 0, Instant.now(), null);
  private volatile boolean closed;
  private volatile @Nullable Thread thread;

  public KafkaRelay(DataSource dataSource, RelayOptions options) {
    this.dataSource = dataSource;
    this.options = options;
  }

  /** Returns at once; whether it is at work, its status tells. */
  public synchronized void start() {
    if (thread == null) {
      closed = false;
      thread = Thread.ofPlatform().daemon().name("event-store-relay").start(this::run);
    }
  }

  public RelayStatus status() {
    return status;
  }

  /** Stops after the page that is under way, and lets another relay take over. */
  @Override
  public synchronized void close() {
    Thread running = thread;
    if (running == null) {
      return;
    }
    closed = true;
    LockSupport.unpark(running);
    try {
      if (!running.join(PATIENCE)) {
        running.interrupt();
      }
    } catch (InterruptedException e) {
      running.interrupt();
      Thread.currentThread().interrupt();
    }
    thread = null;
  }

  private void run() {
    Duration backoff = Duration.ofMillis(100);
    while (!closed) {
      try {
        if (activeOnce()) {
          backoff = Duration.ofMillis(100);
        } else {
          enter(RelayStatus.State.STANDBY, null);
          rest(STANDBY);
        }
      } catch (SQLException | KafkaException | StoreUnavailable e) {
        if (status.state() == RelayStatus.State.ACTIVE) {
          backoff = Duration.ofMillis(100);
        }
        enter(RelayStatus.State.RETRYING, reason(e));
        rest(backoff);
        backoff =
            backoff.multipliedBy(2).compareTo(MAX_BACKOFF) < 0
                ? backoff.multipliedBy(2)
                : MAX_BACKOFF;
      } catch (InterruptedException e) {
        closed = true;
      }
    }
    enter(RelayStatus.State.STOPPED, null);
  }

  /** Whether it was the active one, until it was closed. */
  private boolean activeOnce() throws SQLException, InterruptedException {
    try (Connection session = dataSource.getConnection()) {
      Connections.standalone(session, PATIENCE);
      if (!ActiveLock.tryTake(session, options.name())) {
        return false;
      }
      try (ActiveLock _ = ActiveLock.held(session, options.name());
          RelayProducer producer = new RelayProducer(options)) {
        publish(session, producer);
      }
      return true;
    }
  }

  /** The session that reads is the one that holds the lock: when it is lost, so is the reading. */
  private void publish(Connection session, RelayProducer producer)
      throws SQLException, InterruptedException {
    long position = Checkpoints.readOrStart(session, options.name(), 0);
    while (!closed) {
      long head = LogReads.head(session);
      List<RecordedEvent> events = LogReads.log(session, position, head, options.pageSize());
      if (!events.isEmpty()) {
        producer.send(events);
      }
      long reached =
          events.size() == options.pageSize()
              ? events.getLast().position()
              : Math.max(head, position);
      if (reached > position && !Checkpoints.advance(session, options.name(), position, reached)) {
        throw new StoreUnavailable("another relay has moved the checkpoint", null);
      }
      position = reached;
      active(position);
      if (events.isEmpty()) {
        rest(options.pollInterval());
      }
    }
  }

  private void active(long position) {
    RelayStatus before = status;
    if (before.state() != RelayStatus.State.ACTIVE) {
      enter(RelayStatus.State.ACTIVE, null);
    }
    status = new RelayStatus(RelayStatus.State.ACTIVE, position, status.since(), null);
  }

  private void enter(RelayStatus.State state, @Nullable String problem) {
    RelayStatus before = status;
    boolean same = before.state() == state;
    status =
        new RelayStatus(state, before.position(), same ? before.since() : Instant.now(), problem);
    if (!same || !Objects.equals(before.problem(), problem)) {
      LOG.atInfo()
          .addKeyValue("relay", options.name())
          .addKeyValue("state", state)
          .addKeyValue("problem", problem)
          .log("relay state");
    }
  }

  private static String reason(Exception e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return "%s (%s)".formatted(e.getMessage(), root.getMessage());
  }

  private void rest(Duration duration) {
    if (!closed) {
      LockSupport.parkNanos(duration.toNanos());
    }
  }
}
