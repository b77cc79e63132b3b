package dev.skald.eventstore;

import static dev.skald.eventstore.TestEvents.note;
import static dev.skald.eventstore.TestEvents.stream;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.eventstore.ParkedStream.State;
import dev.skald.stack.testing.TestServers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams with an event that Kafka cannot take. */
class RelayParkingTest {

  private static final int SMALL = 10_000;
  private static final int LARGE = 2_000_000;

  private final TestStore store = TestStore.open();
  private final RelayOptions options =
      RelayOptions.of(TestServers.kafka())
          .withTopicPrefix("parking-" + UUID.randomUUID())
          .withMaxRecordBytes(SMALL);
  private final RelayParking parking = new RelayParking(store.pool(), options);
  private final StreamId large = stream("account");
  private KafkaRelay relay = relay(options);

  @AfterEach
  void close() {
    relay.close();
    store.close();
  }

  @Test
  void a_record_that_is_too_large_parks_its_stream_and_no_other() {
    StreamId other = stream("account");
    append(large, "small");
    append(large, bytes(SMALL));
    append(large, "behind it");
    append(other, "elsewhere");
    relay.start();

    assertThat(TopicReader.read(options.topic("account"), 2))
        .extracting(ConsumerRecord::value)
        .containsExactlyInAnyOrder("{\"text\":\"small\"}", "{\"text\":\"elsewhere\"}");
    assertThat(awaitParked())
        .satisfies(
            letter -> {
              assertThat(letter.stream()).isEqualTo(large);
              assertThat(letter.version()).isEqualTo(2);
              assertThat(letter.position()).isEqualTo(2);
              assertThat(letter.type()).isEqualTo("Noted");
              assertThat(letter.reason()).contains("more than 10000");
            });
    assertThat(relay.parked()).hasSize(1);
    Awaitility.await().until(() -> parkedByGauge() == 1);
  }

  @Test
  void a_skipped_event_never_gets_to_kafka_and_why_is_kept() {
    append(large, bytes(SMALL));
    append(large, "behind it");
    relay.start();
    ParkedStream letter = awaitParked();

    assertThat(parking.skip(letter.id(), "a picture by mistake")).isTrue();
    append(large, "after all");

    assertThat(versions(2)).containsExactly(2L, 3L);
    ParkedStream settled = await(letter.id(), after -> after.state() == State.SKIPPED);
    assertThat(settled.note()).isEqualTo("a picture by mistake");
    assertThat(settled.sequence()).isEqualTo(letter.sequence());
    assertThat(settled.settledAt()).isAfter(settled.parkedAt());
    assertThat(parking.parked()).isEmpty();
    assertThat(parking.replay(letter.id())).isFalse();
    Awaitility.await().until(() -> parkedByGauge() == 0);
  }

  @Test
  void replayed_by_a_relay_that_may_send_more_it_is_in_kafka_although_the_topic_took_less() {
    append(large, "small");
    append(large, bytes(SMALL));
    relay.start();
    ParkedStream letter = awaitParked();
    relay.close();
    append(large, "behind it");

    parking.replay(letter.id());
    assertThat(parking.find(letter.id()).orElseThrow().state()).isEqualTo(State.RESUMING);
    relay = relay(options.withMaxRecordBytes(LARGE));
    relay.start();

    assertThat(versions(3)).containsExactly(1L, 2L, 3L);
    await(letter.id(), after -> after.state() == State.REPLAYED);
  }

  @Test
  void parked_again_at_the_same_event_it_is_the_same_letter() {
    append(large, bytes(SMALL));
    relay.start();
    ParkedStream letter = awaitParked();

    parking.replay(letter.id());

    ParkedStream again = await(letter.id(), after -> after.state() == State.PARKED);
    assertThat(again.sequence()).isEqualTo(letter.sequence());
    assertThat(parking.list(Long.MAX_VALUE, 10)).containsExactly(again);
  }

  @Test
  void parked_again_at_a_later_event_one_letter_is_settled_and_another_begins() {
    append(large, bytes(SMALL));
    append(large, "between");
    append(large, bytes(SMALL));
    append(large, "behind both");
    relay.start();
    ParkedStream letter = awaitParked();

    parking.skip(letter.id(), "too much");

    assertThat(versions(1)).containsExactly(2L);
    ParkedStream settled = await(letter.id(), after -> after.state() == State.SKIPPED);
    ParkedStream next = awaitParked();
    assertThat(next.version()).isEqualTo(3);
    assertThat(next.note()).isNull();
    assertThat(parking.list(Long.MAX_VALUE, 10)).containsExactly(next, settled);
    assertThat(parking.list(next.sequence(), 10)).containsExactly(settled);
  }

  @Test
  void what_came_before_is_sent_although_the_relay_died_when_it_had_parked_the_stream()
      throws SQLException {
    append(large, "small");
    append(large, bytes(SMALL));
    String sql =
        """
        INSERT INTO eventstore.relay_parked (relay, stream_id, version, reason)
        VALUES (?, ?, 2, 'too large')
        """;
    try (Connection connection = store.pool().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, options.name());
      statement.setString(2, large.value());
      statement.executeUpdate();
    }

    relay.start();

    assertThat(versions(1)).containsExactly(1L);
  }

  @Test
  void skipped_before_its_page_was_done_with_it_is_settled_when_it_is() throws Exception {
    append(large, "small");
    append(large, bytes(SMALL));
    append(large, "behind it");
    List<RecordedEvent> page = store.store().readStream(large, 0, 10);
    try (Connection session = store.pool().getConnection();
        RelaySink sink =
            new RelaySink(options, new ParkedGauge(store.meters(), "sink"), (_, _, _) -> {})) {
      new ParkedRows(session, options.name()).park(page.get(1), "too large");
      UUID letter = awaitParked().id();
      assertThat(parking.skip(letter, "a picture by mistake")).isTrue();
      sink.begin(session, 0);

      Awaitility.await()
          .during(Duration.ofSeconds(1))
          .until(() -> stateAfterALook(sink, session, 0, letter) == State.RESUMING);
      sink.accept(session, page, page.getLast().position());
      Awaitility.await()
          .until(
              () ->
                  stateAfterALook(sink, session, page.getLast().position(), letter)
                      == State.SKIPPED);
    }
    assertThat(versions(2)).containsExactly(1L, 3L);
    assertThat(parking.parked()).isEmpty();
  }

  private State stateAfterALook(RelaySink sink, Connection session, long position, UUID letter)
      throws Exception {
    sink.attend(session, position);
    return parking.find(letter).orElseThrow().state();
  }

  private KafkaRelay relay(RelayOptions wanted) {
    return new KafkaRelay(store.pool(), wanted, store.meters(), (_, _, _) -> {});
  }

  private void append(StreamId stream, String text) {
    store.store().append(note(stream, Expected.any(), text));
  }

  /** So many that cannot be compressed to less than half. */
  private static String bytes(int count) {
    byte[] random = new byte[count];
    new Random(count).nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private List<Long> versions(int atLeast) {
    return TopicReader.read(options.topic("account"), atLeast).stream()
        .map(TopicReader::version)
        .toList();
  }

  private ParkedStream awaitParked() {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(parking::parked, parked -> parked.size() == 1)
        .getFirst();
  }

  private ParkedStream await(UUID letter, Predicate<ParkedStream> holds) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> parking.find(letter).orElseThrow(), holds);
  }

  private double parkedByGauge() {
    return store
        .meters()
        .get("skald.eventstore.relay.parked")
        .tag("follower", options.name())
        .gauge()
        .value();
  }
}
