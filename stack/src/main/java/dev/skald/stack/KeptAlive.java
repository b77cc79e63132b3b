package dev.skald.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server process that is started again when it dies, until it is stopped. */
final class KeptAlive implements AutoCloseable {

  /** How a server is launched, and how one sees that it serves. */
  record Server(
      String name, Duration startLimit, Supplier<ChildProcess> launch, BooleanSupplier serves) {}

  private static final Logger log = LoggerFactory.getLogger(KeptAlive.class);
  private static final int MOST_DEATHS = 20;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Server server;
  private @Nullable ChildProcess process;
  private boolean stopped;

  private KeptAlive(Server server) {
    this.server = server;
  }

  /** Returns when the server serves. */
  static KeptAlive start(Server server) {
    KeptAlive kept = new KeptAlive(server);
    try {
      kept.startAndWatch();
    } catch (RuntimeException e) {
      kept.close();
      throw e;
    }
    return kept;
  }

  private void startAndWatch() {
    ChildProcess started = launchUntilItServes();
    var _ = started.onExit().thenRun(() -> Thread.ofVirtual().start(this::startAgain));
  }

  /** A predecessor that is still stopping may hold files and ports: so tried more than once. */
  private ChildProcess launchUntilItServes() {
    Instant limit = Instant.now().plus(server.startLimit());
    ChildProcess started = launch();
    int deaths = 0;
    while (!server.serves().getAsBoolean()) {
      if (!started.isAlive() && deaths++ < MOST_DEATHS) {
        pause(Duration.ofMillis(500));
        started = launch();
      } else if (!started.isAlive() || Instant.now().isAfter(limit)) {
        String said = started.logTail();
        stop(started);
        throw new ServerFailed("%s does not start. It said: %s".formatted(server.name(), said));
      }
      pause(Duration.ofMillis(20));
    }
    return started;
  }

  private synchronized ChildProcess launch() {
    if (stopped) {
      throw new ServerFailed(server.name() + " is being stopped");
    }
    ChildProcess launched = server.launch().get();
    process = launched;
    return launched;
  }

  private void startAgain() {
    Duration pause = Duration.ofMillis(100);
    while (!isStopped()) {
      log.warn("{} has died and is started again", server.name());
      try {
        startAndWatch();
        return;
      } catch (RuntimeException e) {
        if (!isStopped()) {
          log.error("{} cannot be started again yet", server.name(), e);
        }
      }
      pause(pause);
      pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
    }
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  @Override
  public void close() {
    ChildProcess last;
    synchronized (this) {
      stopped = true;
      last = process;
    }
    stop(last);
  }

  private static void stop(@Nullable ChildProcess process) {
    if (process != null) {
      process.stop();
    }
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerFailed("Interrupted while a server starts", e);
    }
  }
}
