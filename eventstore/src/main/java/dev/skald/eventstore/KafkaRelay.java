package dev.skald.eventstore;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/**
 * Publishes the log to Kafka in the order of its positions. Of all relays with the same topic
 * prefix one is active; the others stand by. It begins without Kafka or Postgres, and waits for
 * them.
 */
public final class KafkaRelay implements AutoCloseable {

  /** How much longer than a page may take one stands still before another takes its place. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  /**
   * Where much happens, everybody behind Kafka has a piece of work for each page: it pays to gather
   * events here, once for all of them.
   */
  private static final Duration LONGEST_REST = Duration.ofMillis(100);

  private final LogFollower follower;
  private final RelayParking parking;
  private final ParkedGauge parked;

  public KafkaRelay(DataSource dataSource, RelayOptions options) {
    this(dataSource, options, Metrics.globalRegistry, (_, _, _) -> {});
  }

  public KafkaRelay(
      DataSource dataSource, RelayOptions options, MeterRegistry meters, RelayListener listener) {
    this.parking = new RelayParking(dataSource, options);
    this.parked = new ParkedGauge(meters, options.name());
    this.follower =
        new LogFollower(
            dataSource,
            new LogFollower.Settings(
                options.name(),
                LogFilter.ALL,
                0,
                options.pageSize(),
                options.pollInterval(),
                options.delivery().plus(options.pollInterval()).plus(SILENCE),
                LONGEST_REST),
            () -> new RelaySink(options, parked, listener),
            meters);
  }

  /** Returns at once; whether it is at work, its status tells. */
  public void start() {
    parked.register();
    follower.start();
  }

  public RelayStatus status() {
    FollowerStatus status = follower.status();
    return new RelayStatus(
        RelayStatus.State.valueOf(status.state().name()),
        status.position(),
        status.lag(),
        status.since(),
        status.problem());
  }

  /** Streams that wait for somebody to act, whichever relay is active. */
  public List<ParkedStream> parked() {
    return parking.parked();
  }

  /** There may be something to publish: no need to sit out the poll interval. */
  public void wake() {
    follower.wake();
  }

  /**
   * Whether more is about to be appended: if so, it pays to gather; and if not any more, whoever
   * appended it may be waiting for it.
   */
  public void expectMore(boolean expected) {
    follower.expectMore(expected);
  }

  /** Stops after the page that is under way, and lets another relay take over. */
  @Override
  public void close() {
    follower.close();
    parked.remove();
  }
}
