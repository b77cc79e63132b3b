package dev.skald.eventstore;

import static dev.skald.eventstore.TestEvents.note;
import static dev.skald.eventstore.TestEvents.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.eventstore.Subscription.Request;
import dev.skald.eventstore.TestEvents.Noted;
import dev.skald.stack.testing.TestServers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Twelve events of three megabytes: a page takes five of them. */
class LargeEventsTest {

  private static final List<Long> ALL = LongStream.rangeClosed(1, 12).boxed().toList();

  private static final Duration SOON = Duration.ofSeconds(60);

  private final TestStore store = TestStore.open();
  private final StreamId stream = stream("large");

  @BeforeEach
  void fill() {
    ALL.forEach(_ -> store.store().append(note(stream, Expected.any(), large())));
  }

  private static String large() {
    return "0123456789abcdef".repeat((3 << 20) / 16);
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
  void what_the_relay_held_back_goes_from_page_to_page() {
    StreamId held = stream("held");
    RelayOptions options =
        RelayOptions.of(TestServers.kafka())
            .withTopicPrefix("large-" + UUID.randomUUID())
            .withMaxRecordBytes(4 << 20)
            .withExactlyOnce();
    RelayParking parking = new RelayParking(store.pool(), options);
    store.store().append(note(held, Expected.any(), "0123456789abcdef".repeat((5 << 20) / 16)));
    ALL.forEach(_ -> store.store().append(note(held, Expected.any(), large())));
    try (KafkaRelay relay =
        new KafkaRelay(store.pool(), options, store.meters(), (_, _, _) -> {})) {
      relay.start();
      await().atMost(SOON).until(() -> relay.status().position() == 25);
      parking.skip(parking.parked().getFirst().id(), "a picture by mistake");

      assertThat(TopicReader.read(options.topic("held"), 12))
          .extracting(TopicReader::version)
          .containsExactlyElementsOf(LongStream.rangeClosed(2, 13).boxed().toList());
      // Each page is a transaction, which leaves the position: these three are of what was held.
      assertThat(TopicReader.read(PositionInKafka.topic(options), 9))
          .extracting(ConsumerRecord::value)
          .containsExactly("5", "10", "14", "19", "24", "25", "25", "25", "25");
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
