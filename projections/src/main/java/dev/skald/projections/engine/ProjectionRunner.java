package dev.skald.projections.engine;

import dev.skald.projections.engine.Checkpoints.Checkpoint;
import dev.skald.projections.engine.Checkpoints.Move;
import dev.skald.projections.engine.RunnerStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One member of a projection's consumer group. It owns no state that matters: wherever it is
 * stopped, whoever takes over goes on from the checkpoints in the database.
 */
final class ProjectionRunner implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProjectionRunner.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration START_OVER = Duration.ofMillis(20);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);
  private static final Duration LEAVE_WITHIN = Duration.ofSeconds(3);

  private final Projection projection;
  private final List<String> topics;
  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Settler settler;
  private final FoldingBehind folding;
  private final Batches batches;
  private final Thread thread;
  private final Backoff backoff = new Backoff();

  /** Assigned, but not known where to go on: paused until that is read from the database. */
  private final Set<TopicPartition> unsettled = new HashSet<>();

  private final Map<TopicPartition, Checkpoint> checkpoints = new HashMap<>();
  private long generation;
  private volatile boolean settlesAnew;
  private volatile RunnerStatus status;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable Consumer<byte[], byte[]> consumer;

  ProjectionRunner(
      Projection projection,
      Collection<String> topics,
      Supplier<Consumer<byte[], byte[]>> consumers,
      Settler settler,
      FoldingBehind folding,
      LogMembership membership) {
    this.projection = projection;
    this.topics = List.copyOf(topics);
    this.consumers = consumers;
    this.settler = settler;
    this.folding = folding;
    this.batches = new Batches(membership);
    this.status = new RunnerStatus(projection.name(), State.STARTING, 0, null, Instant.now());
    this.thread = Thread.ofPlatform().name("projection-" + projection.name()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** What it knows of its topics no longer holds. */
  void settleAnew() {
    settlesAnew = true;
  }

  RunnerStatus status() {
    return status;
  }

  @Override
  public void close() {
    closing.countDown();
    Consumer<?, ?> open = consumer;
    if (open != null) {
      open.wakeup();
    }
    try {
      if (!thread.join(CLOSE_WITHIN)) {
        thread.interrupt();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (isOpen()) {
      try {
        member();
      } catch (WakeupException _) {
        // Only close() wakes it up.
      } catch (RuntimeException e) {
        failed(e);
        await(backoff.left());
      }
    }
    show(State.STOPPED, null);
  }

  private void member() {
    Consumer<byte[], byte[]> opened = consumers.get();
    try {
      consumer = opened;
      opened.subscribe(topics, new Assignment(opened));
      while (isOpen()) {
        step(opened);
      }
    } finally {
      consumer = null;
      endWhatIsUnderWay(opened);
      unsettled.clear();
      checkpoints.clear();
      opened.close(CloseOptions.timeout(LEAVE_WITHIN));
    }
  }

  private void step(Consumer<byte[], byte[]> open) {
    if (settlesAnew) {
      unsettle(open, open.assignment());
    }
    if ((settlesAnew || !unsettled.isEmpty()) && backoff.left().isZero()) {
      settlesAnew = false;
      attempt(open, () -> settle(open));
    }
    var records = open.poll(patience());
    if (!records.nextOffsets().isEmpty()) {
      attempt(open, () -> fold(records));
    } else {
      endWhatIsUnderWay(open);
    }
  }

  /** While a batch is being folded, what is already here is enough. */
  private Duration patience() {
    if (!folding.isIdle()) {
      return Duration.ZERO;
    }
    Duration wait = unsettled.isEmpty() ? POLL : backoff.left();
    return wait.compareTo(POLL) < 0 ? wait : POLL;
  }

  /** The catch-all of the loop: nothing that goes wrong in the world ends it. */
  private void attempt(Consumer<?, ?> open, Runnable work) {
    try {
      work.run();
      backoff.worked();
      show(State.RUNNING, null);
    } catch (WakeupException e) {
      throw e;
    } catch (RuntimeException e) {
      unsettle(open, open.assignment());
      failed(e);
    }
  }

  private void settle(Consumer<?, ?> open) {
    end();
    folding.beginAnew();
    var settled = settler.settle(open, Set.copyOf(unsettled));
    if (settled.generation() != generation) {
      // Checkpoints of other tables are worth nothing: all partitions have to be settled anew.
      unsettled.addAll(open.assignment());
      settled = settler.settle(open, Set.copyOf(unsettled));
      generation = settled.generation();
    }
    settled.from().forEach((partition, from) -> open.seek(partition, from.nextOffset()));
    checkpoints.putAll(settled.from());
    unsettled.removeAll(settled.from().keySet());
    open.resume(settled.from().keySet());
  }

  private void fold(ConsumerRecords<byte[], byte[]> records) {
    Batches.Known known = batches.of(records);
    end();
    moved(folding.fold(known.after(generation, checkpoints)));
  }

  private void endWhatIsUnderWay(Consumer<?, ?> open) {
    if (!folding.isIdle()) {
      attempt(open, this::end);
    }
  }

  private void end() {
    moved(folding.end());
  }

  private void moved(List<Move> moves) {
    moves.forEach(move -> checkpoints.put(move.to().partition(), move.to()));
  }

  private void unsettle(Consumer<?, ?> open, Collection<TopicPartition> partitions) {
    open.pause(partitions);
    unsettled.addAll(partitions);
    partitions.forEach(checkpoints::remove);
  }

  private void failed(RuntimeException e) {
    switch (e) {
      case Overtaken overtaken -> {
        LOG.debug("Starting over: {}", overtaken.getMessage());
        backoff.waitFor(START_OVER);
      }
      case StandsBy standsBy -> {
        show(standsBy.shown(), standsBy.getMessage());
        backoff.waitFor(LOOK_AGAIN);
      }
      default -> {
        if (status.state() != State.RETRYING) {
          LOG.atWarn()
              .addKeyValue("projection", projection.name())
              .setCause(e)
              .log("Cannot fold at the moment; trying again until it works");
        }
        show(State.RETRYING, Failures.describe(e));
        backoff.failed();
      }
    }
  }

  private void show(State state, @Nullable String reason) {
    RunnerStatus next = status.with(state, reason).withPartitions(checkpoints.size());
    if (next.state() != status.state()) {
      String why = next.state().standsStill() ? ": " + reason : "";
      LOG.atLevel(next.state() == State.HELD ? Level.WARN : Level.INFO)
          .addKeyValue("projection", projection.name())
          .log("Projection is {}{}", next.state(), why);
    }
    status = next;
  }

  private boolean isOpen() {
    return closing.getCount() > 0;
  }

  private void await(Duration time) {
    try {
      boolean _ = closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      closing.countDown();
    }
  }

  /** Called within poll, on the runner's own thread. */
  private final class Assignment implements ConsumerRebalanceListener {

    private final Consumer<?, ?> open;

    Assignment(Consumer<?, ?> open) {
      this.open = open;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      // Some position has to be set, or the consumer would look for one of its own.
      partitions.forEach(partition -> open.seek(partition, 0));
      unsettle(open, partitions);
      backoff.waitFor(Duration.ZERO);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      // What it polled is gone with it if this fails: then all partitions are settled anew.
      endWhatIsUnderWay(open);
      unsettled.removeAll(partitions);
      partitions.forEach(checkpoints::remove);
      show(status.state(), status.failure());
    }
  }
}
