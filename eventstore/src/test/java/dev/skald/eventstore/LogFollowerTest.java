package dev.skald.eventstore;

import static dev.skald.eventstore.TestEvents.note;
import static dev.skald.eventstore.TestEvents.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogFollowerTest {

  private static final Duration SILENCE = Duration.ofMillis(300);

  private final TestStore store = TestStore.open();

  @AfterEach
  void close() {
    store.close();
  }

  private record Sink(Consumer<List<RecordedEvent>> events) implements LogFollower.Sink {
    @Override
    public void accept(Connection session, List<RecordedEvent> page, long reached) {
      events.accept(page);
    }

    @Override
    public void close() {}
  }

  @Test
  void one_that_stands_still_makes_way_and_finds_that_when_it_wakes() {
    CountDownLatch stands = new CountDownLatch(1);
    CountDownLatch wakes = new CountDownLatch(1);
    try (LogFollower still =
            follower(
                _ -> {
                  stands.countDown();
                  awaitUninterrupted(wakes);
                });
        LogFollower other = follower(_ -> {})) {
      store.store().append(note(stream("account"), Expected.any(), "one"));
      still.start();
      awaitUninterrupted(stands);

      other.start();

      long head = store.store().head();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(
              () ->
                  other.status().state() == FollowerStatus.State.ACTIVE
                      && other.status().position() == head);
      wakes.countDown();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> still.status().state() == FollowerStatus.State.STANDBY);
      assertThat(other.status().state()).isEqualTo(FollowerStatus.State.ACTIVE);
    }
  }

  @Test
  void it_gathers_while_more_is_expected_and_goes_once_it_is_not() {
    BlockingQueue<Integer> pages = new LinkedBlockingQueue<>();
    Duration longerThanTheTest = Duration.ofMinutes(4);
    try (LogFollower gathering = follower(page -> pages.add(page.size()), longerThanTheTest)) {
      gathering.start();
      await().until(() -> gathering.status().state() == FollowerStatus.State.ACTIVE);
      gathering.expectMore(true);
      store.store().append(note(stream("account"), Expected.any(), "one"));
      store.store().append(note(stream("account"), Expected.any(), "two"));

      gathering.expectMore(false);

      await().atMost(Duration.ofSeconds(10)).until(() -> !pages.isEmpty());
      assertThat(pages).containsExactly(2);
    }
  }

  private LogFollower follower(Consumer<List<RecordedEvent>> events) {
    return follower(events, Duration.ofMillis(25));
  }

  private LogFollower follower(Consumer<List<RecordedEvent>> events, Duration longestRest) {
    return new LogFollower(
        store.pool(),
        new LogFollower.Settings(
            "test", LogFilter.ALL, 0, 10, Duration.ofMillis(5), SILENCE, longestRest),
        () -> new Sink(events),
        store.meters());
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
