package dev.skald.eventstore;

import static dev.skald.eventstore.TestEvents.note;
import static dev.skald.eventstore.TestEvents.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.eventstore.Subscription.Request;
import dev.skald.stack.testing.TestDatabase;
import dev.skald.stack.testing.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubscriptionTest {

  /** How often it looks for what others append, and so seldom that looking is too late. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(4);

  private static final Duration SELDOM = Duration.ofMillis(400);

  private static final int ROUNDS = 61;

  private static final String POSITION = "skald.eventstore.follower.position";

  private final TestDatabase database = TestServers.postgres().newDatabase();
  private final TestStore store = TestStore.open(database, TestStore.PATIENT);
  private final TestStore otherProcess = TestStore.open(database, TestStore.PATIENT);
  private final List<Long> seen = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    otherProcess.close();
    store.close();
  }

  @Test
  void what_is_there_and_what_comes_are_seen_without_a_gap() {
    appendNotes(700);
    try (Subscription _ = store.store().subscribe(Request.of("all"), e -> seen.add(e.position()))) {
      appendNotes(300);

      await().until(() -> seen.size() == 1_000);
      assertThat(seen).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void it_goes_on_where_it_stopped() {
    appendNotes(10);
    try (Subscription _ = store.store().subscribe(Request.of("on"), e -> seen.add(e.position()))) {
      await().until(() -> seen.size() == 10);
    }
    appendNotes(10);
    try (Subscription _ = store.store().subscribe(Request.of("on"), e -> seen.add(e.position()))) {
      await().until(() -> seen.size() == 20);
    }

    assertThat(seen).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void it_can_begin_later_and_want_only_some() {
    appendNotes(5);
    Request request =
        Request.of("some").from(store.store().head()).of(LogFilter.ofCategories(Set.of("wanted")));
    try (Subscription subscription =
        store.store().subscribe(request, e -> seen.add(e.position()))) {
      appendNotes(5);
      Appended wanted = store.store().append(note(stream("wanted"), Expected.any(), "x"));

      await().until(() -> subscription.status().position() >= wanted.position());
      assertThat(seen).containsExactly(wanted.position());
    }
  }

  @Test
  void a_handler_that_fails_gets_the_event_again() {
    AtomicBoolean failing = new AtomicBoolean(true);
    Subscription.Handler moody =
        event -> {
          if (failing.getAndSet(false)) {
            throw new IllegalStateException("not now");
          }
          seen.add(event.position());
        };
    appendNotes(3);
    try (Subscription _ = store.store().subscribe(Request.of("moody"), moody)) {
      await().until(() -> seen.size() == 3);
      assertThat(seen).isSorted();
    }
  }

  @Test
  void what_was_handled_before_a_failure_does_not_come_again() {
    AtomicInteger failures = new AtomicInteger(3);
    Subscription.Handler moody =
        event -> {
          if (seen.size() == 4 && failures.getAndDecrement() > 0) {
            throw new IllegalStateException("not now");
          }
          seen.add(event.position());
        };
    appendNotes(10);
    try (Subscription _ = store.store().subscribe(Request.of("once"), moody)) {
      await().until(() -> failures.get() <= 0 && seen.size() >= 10);
      assertThat(seen).hasSize(10).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void an_error_in_a_handler_is_retried_and_the_status_says_so_and_how_far_behind_it_is() {
    AtomicBoolean broken = new AtomicBoolean(true);
    Subscription.Handler fragile =
        event -> {
          if (broken.get()) {
            throw new StackOverflowError("too deep");
          }
          seen.add(event.position());
        };
    appendNotes(50);
    try (Subscription subscription = store.store().subscribe(Request.of("fragile"), fragile)) {
      await().until(() -> subscription.status().state() == FollowerStatus.State.RETRYING);
      assertThat(subscription.status().problem()).contains("too deep");
      assertThat(subscription.status().lag()).isEqualTo(50);
      appendNotes(10);
      await().until(() -> subscription.status().lag() == 60);

      broken.set(false);

      await().until(() -> seen.size() == 60);
      await().until(() -> subscription.status().state() == FollowerStatus.State.ACTIVE);
      await().until(() -> subscription.status().lag() == 0);
    }
  }

  @Test
  void closed_it_stops_after_the_event_under_way() throws Exception {
    CountDownLatch handling = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Subscription.Handler slow =
        event -> {
          seen.add(event.position());
          handling.countDown();
          goOn.await();
        };
    appendNotes(10);
    Subscription subscription = store.store().subscribe(Request.of("slow"), slow);
    handling.await();

    Thread closing = Thread.ofVirtual().start(subscription::close);
    await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
    goOn.countDown();
    closing.join();

    assertThat(seen).hasSize(1);
    try (Subscription _ =
        store.store().subscribe(Request.of("slow"), e -> seen.add(e.position()))) {
      await().until(() -> seen.size() >= 10);
      assertThat(seen).hasSize(10).doesNotHaveDuplicates();
    }
  }

  @Test
  void its_gauges_are_those_of_the_one_that_runs() {
    appendNotes(3);
    for (int round = 0; round < 2; round++) {
      try (Subscription _ = store.store().subscribe(Request.of("gauged"), _ -> {})) {
        await().until(() -> position("gauged") == 3);
      }
      assertThat(store.meters().find(POSITION).gauges()).isEmpty();
    }
  }

  private double position(String subscription) {
    return store
        .meters()
        .get(POSITION)
        .tag("follower", "subscription/" + subscription)
        .gauge()
        .value();
  }

  @Test
  void one_is_active_and_another_takes_over_within_seconds_when_its_session_dies()
      throws Exception {
    List<Long> seenByOther = new CopyOnWriteArrayList<>();
    Request request = Request.of("one");
    try (Subscription second = secondAfterFirst(request, seenByOther)) {
      appendNotes(5);

      await().atMost(Duration.ofSeconds(10)).until(() -> seenByOther.size() == 5);
      Backends.terminateHoldersOfSessionLocks(store.pool());
      appendNotes(5);
      await().atMost(Duration.ofSeconds(10)).until(() -> seenByOther.size() == 10);
      assertThat(second.status().state()).isEqualTo(FollowerStatus.State.ACTIVE);
    }
    assertThat(seenByOther).isSorted().doesNotHaveDuplicates();
  }

  private Subscription secondAfterFirst(Request request, List<Long> seenByOther) {
    try (Subscription first = store.store().subscribe(request, e -> seen.add(e.position()))) {
      await().until(() -> first.status().state() == FollowerStatus.State.ACTIVE);
      Subscription second =
          otherProcess.store().subscribe(request, e -> seenByOther.add(e.position()));
      await().until(() -> second.status().state() == FollowerStatus.State.STANDBY);
      appendNotes(5);
      await().until(() -> seen.size() == 5);
      return second;
    }
  }

  @Test
  void a_handler_hears_at_once_of_what_is_appended_here_however_seldom_it_looks()
      throws InterruptedException {
    Heard heard =
        hear(store, (request, handler) -> store.store().subscribe(request, handler, SELDOM));

    assertThat(heard.after())
        .isLessThan(heard.plain().multipliedBy(5))
        .isLessThan(SELDOM.dividedBy(2));
  }

  @Test
  void a_handler_hears_of_what_is_appended_in_another_process_when_it_looks_next()
      throws InterruptedException {
    Heard heard = hear(otherProcess, store.store()::subscribe);

    assertThat(heard.after()).isLessThan(heard.plain().plus(BETWEEN_LOOKS).multipliedBy(4));
  }

  /**
   * How soon events were heard of, and how long it took in the same moments to write and read
   * plainly: a machine that does other things as well is slow at both.
   *
   * @param after the median from the answer of the append to the handler
   * @param plain the median of one append, one look at where the log ends, and one page of it
   */
  private record Heard(Duration after, Duration plain) {}

  private Heard hear(
      TestStore appending, BiFunction<Request, Subscription.Handler, Subscription> subscribe)
      throws InterruptedException {
    BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
    List<Long> after = new ArrayList<>();
    List<Long> plain = new ArrayList<>();
    Request request = Request.of("latency-" + stream("x")).from(store.store().head());
    try (Subscription subscription = subscribe.apply(request, _ -> heard.add(System.nanoTime()))) {
      await().until(() -> subscription.status().state() == FollowerStatus.State.ACTIVE);
      for (int i = 0; i < ROUNDS; i++) {
        long began = System.nanoTime();
        Appended appended = appending.store().append(note(stream("quick"), Expected.any(), "x"));
        long committed = System.nanoTime();
        after.add(Math.max(0, heard.take() - committed));
        long asked = System.nanoTime();
        appending.store().head();
        appending.store().readLog(appended.position() - 1, LogFilter.ALL, 1);
        plain.add(committed - began + System.nanoTime() - asked);
      }
    }
    Heard medians = new Heard(median(after), median(plain));
    System.out.printf(
        "subscription latency: %s at the median, a plain write and read %s%n",
        medians.after(), medians.plain());
    return medians;
  }

  private static Duration median(List<Long> nanos) {
    return Duration.ofNanos(
        nanos.stream().sorted().skip(nanos.size() / 2).findFirst().orElseThrow());
  }

  private void appendNotes(int count) {
    StreamId stream = stream("noted");
    IntStream.range(0, count)
        .mapToObj(i -> store.store().appendAsync(note(stream, Expected.any(), "n" + i)))
        .toList()
        .forEach(each -> each.join());
  }
}
