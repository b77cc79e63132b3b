package dev.skald.projections.engine;

import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.RelayPosition;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This program's members of all projections: from start to close they fold what there is. */
public final class Projections implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Projections.class);
  private static final Duration UNDERSTOOD_EVERY = Duration.ofSeconds(10);

  /** What projections read: the log itself, and what they need to know of it. */
  public record Log(
      EventStore store,
      EventTypeRegistry types,
      LogMembership membership,
      RelayPosition relay,
      RelayedHere relayed) {}

  /**
   * Where they fold to.
   *
   * @param migrate brings the tables up to date; tried until it works
   * @param onMoved is told each time when one has got further
   */
  public record Tables(DataSource dataSource, Runnable migrate, Consumer<String> onMoved) {}

  private final List<Projection> projections;
  private final Tables tables;
  private final Database database;
  private final Log log;
  private final KafkaClients kafka;
  private final String topicPrefix;
  private final MeterRegistry meters;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<ProjectionRunner> runners = new ArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread starter;
  private volatile @Nullable PositionTracker tracker;
  private volatile @Nullable String startFailure;

  /**
   * @throws IllegalArgumentException the list is wrong, which no retry would mend
   */
  public Projections(
      List<Projection> projections,
      Tables tables,
      Log log,
      KafkaSettings kafka,
      MeterRegistry meters) {
    this.meters = meters;
    this.projections = ProjectionList.checked(projections);
    this.tables = tables;
    this.database = Database.of(tables.dataSource());
    this.log = log;
    this.kafka = new KafkaClients(kafka);
    this.topicPrefix = kafka.topicPrefix();
    this.starter = Thread.ofPlatform().name("projections-start").unstarted(this::startUp);
  }

  /** Returns at once; what is away is waited for in the background. */
  public void start() {
    starter.start();
  }

  /** Of each projection, how this program's member fares. */
  public List<RunnerStatus> status() {
    synchronized (runners) {
      return runners.stream().map(ProjectionRunner::status).toList();
    }
  }

  /** Projections that are not folded here, with nothing wrong: each with what keeps it. */
  public Map<String, String> standingStill() {
    return status().stream()
        .filter(member -> member.state().standsStill())
        .collect(
            Collectors.toMap(
                RunnerStatus::projection,
                member -> Objects.requireNonNullElse(member.failure(), member.state().name()),
                (one, _) -> one,
                TreeMap::new));
  }

  /** What is wrong at the moment, if anything is. */
  public Optional<String> trouble() {
    PositionTracker positions = tracker;
    if (startFailure != null || positions == null) {
      return Optional.of(Objects.requireNonNullElse(startFailure, "not started yet"));
    }
    return status().stream()
        .filter(member -> member.state() == RunnerStatus.State.RETRYING)
        .map(member -> member.projection() + ": " + member.failure())
        .findFirst()
        .or(() -> Optional.ofNullable(positions.failure()));
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      if (starter.isAlive()) {
        starter.join(Duration.ofSeconds(10));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    List<ProjectionRunner> closed;
    synchronized (runners) {
      closed = List.copyOf(runners);
    }
    // Side by side: each waits for its batch to end and leaves its group.
    List<Thread> closers =
        closed.stream().map(runner -> Thread.ofVirtual().start(runner::close)).toList();
    for (Thread closer : closers) {
      join(closer);
    }
    for (AutoCloseable last : open.reversed()) {
      closeQuietly(last);
    }
  }

  private void startUp() {
    Backoff backoff = new Backoff();
    while (closing.getCount() > 0) {
      try {
        tables.migrate().run();
        startMembers();
        startFailure = null;
        return;
      } catch (RuntimeException e) {
        if (startFailure == null) {
          LOG.atWarn().setCause(e).log("Projections cannot start yet; trying again until they can");
        }
        startFailure = Failures.describe(e);
        backoff.failed();
        await(backoff.left());
      }
    }
  }

  private void startMembers() {
    Admin admin = kafka.admin();
    open.add(admin);
    Topics topics = new Topics(admin, topicPrefix);
    PositionTracker positions =
        new PositionTracker(projections, database, log, topics, this::settleAnew, tables.onMoved());
    open.add(positions);
    tracker = positions;
    synchronized (runners) {
      for (Projection projection : projections) {
        runners.add(runner(projection, topics, positions));
      }
      runners.forEach(ProjectionRunner::start);
    }
    positions.start();
    RebuildWorker rebuilds = new RebuildWorker(projections, database, log);
    open.add(rebuilds);
    rebuilds.start();
    ParkedStreams parked = new ParkedStreams(projections, database, log.store(), log.types());
    Regularly understood =
        new Regularly("projection-understood", UNDERSTOOD_EVERY, parked::replayUnderstood);
    open.add(understood);
    understood.start();
  }

  private void settleAnew(String projection) {
    synchronized (runners) {
      runners.stream()
          .filter(runner -> runner.status().projection().equals(projection))
          .forEach(ProjectionRunner::settleAnew);
    }
  }

  private ProjectionRunner runner(Projection projection, Topics topics, PositionTracker positions) {
    Folder folder = new Folder(database, projection, log.store(), log.types());
    Settler settler = new Settler(database, projection, log.store(), folder, topics);
    return new ProjectionRunner(
        projection,
        topics.of(projection),
        () -> kafka.consumer(projection),
        settler,
        new FoldingBehind(
            projection,
            folder,
            log.relayed().dueOf(projection),
            new ProjectionMetrics(meters, projection),
            claimed -> positions.folded(projection, claimed)),
        log.membership());
  }

  private void await(Duration time) {
    try {
      boolean _ = closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      closing.countDown();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      LOG.debug("Closing {}", closeable, e);
    }
  }
}
