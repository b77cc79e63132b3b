package dev.skald.eventstore;

import static dev.skald.eventstore.TestEvents.note;
import static dev.skald.eventstore.TestEvents.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.eventstore.Subscription.Request;
import dev.skald.eventstore.TestEvents.Noted;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Twelve events of three megabytes: a page takes five of them. */
class LargeEventsTest {

  private static final List<Long> ALL = LongStream.rangeClosed(1, 12).boxed().toList();

  private final TestStore store = TestStore.open();
  private final StreamId stream = stream("large");

  @BeforeEach
  void fill() {
    String large = "0123456789abcdef".repeat((3 << 20) / 16);
    ALL.forEach(_ -> store.store().append(note(stream, Expected.any(), large)));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void a_page_of_the_log_is_bounded_and_the_next_one_goes_on() {
    for (LogFilter filter : List.of(LogFilter.ALL, LogFilter.ofCategories(Set.of("large")))) {
      LogPage first = store.store().readLog(0, filter, 1_000);
      LogPage second = store.store().readLog(first.position(), filter, 1_000);
      LogPage third = store.store().readLog(second.position(), filter, 1_000);

      assertThat(first.events()).hasSize(5).allMatch(event -> event.data().length() > 3 << 20);
      assertThat(positions(second.events())).containsExactly(6L, 7L, 8L, 9L, 10L);
      assertThat(positions(third.events())).containsExactly(11L, 12L);
      assertThat(third.position()).isEqualTo(12);
    }
  }

  @Test
  void nothing_is_left_out_when_all_is_read() {
    EventStore events = store.store();

    assertThat(positions(events.logEvents(0, LogFilter.ALL).toList())).isEqualTo(ALL);
    assertThat(positions(events.streamEvents(stream, StreamRead.forwards()).toList()))
        .isEqualTo(ALL);
    assertThat(positions(events.streamEvents(stream, StreamRead.newestFirst()).toList()))
        .isEqualTo(ALL.reversed());
    assertThat(positions(events.readStream(stream, 0, 1_000))).isEqualTo(ALL);
    assertThat(LogVerifier.verify(store.pool()).events()).isEqualTo(12);
    Decider<Void, Long, Noted> counting = Decider.fold(Noted.class, 0L, (count, _) -> count + 1);
    assertThat(new Aggregates<>(events, TestEvents.registry(), counting).load(stream).state())
        .isEqualTo(12);
  }

  @Test
  void a_subscription_goes_from_page_to_page() {
    List<Long> seen = new CopyOnWriteArrayList<>();
    try (Subscription _ = store.store().subscribe(Request.of("x"), e -> seen.add(e.position()))) {
      await().until(() -> seen.size() >= 12);
      assertThat(seen).isEqualTo(ALL);
    }
  }

  @Test
  void an_export_is_whole() {
    ByteArrayOutputStream exported = new ByteArrayOutputStream();
    assertThat(LogExport.write(store.pool(), exported)).isEqualTo(12);

    try (TestStore copy = TestStore.open()) {
      LogImport.read(copy.pool(), new ByteArrayInputStream(exported.toByteArray()));
      assertThat(LogVerifier.verify(copy.pool()))
          .isEqualTo(new LogVerifier.Report(12, 1, 0, List.of()));
    }
  }

  private static List<Long> positions(List<RecordedEvent> events) {
    return new ArrayList<>(events.stream().map(RecordedEvent::position).toList());
  }
}
