package dev.skald.eventstore;

import static dev.skald.eventstore.TestEvents.note;
import static dev.skald.eventstore.TestEvents.noted;
import static dev.skald.eventstore.TestEvents.stream;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.stack.testing.TestServers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The relay, with a real Kafka. */
class KafkaRelayTest {

  private final TestStore store = TestStore.open();
  private final RelayOptions options =
      RelayOptions.of(TestServers.kafka()).withTopicPrefix("relay-" + UUID.randomUUID());
  private final KafkaRelay relay = new KafkaRelay(store.pool(), options);
  private final RelayPosition position = new RelayPosition(store.pool(), options);

  @AfterEach
  void close() {
    relay.close();
    store.close();
  }

  @Test
  void an_event_becomes_a_cloud_event_under_its_streams_key() {
    StreamId stream = stream("account");
    Metadata metadata =
        Metadata.EMPTY
            .with(Metadata.CORRELATION_ID, "corr")
            .with(Metadata.CAUSATION_ID, "cause")
            .with(Metadata.TENANT, "acme")
            .with(Metadata.ACTOR, "ada")
            .with(Metadata.TRACEPARENT, "00-1-2-01")
            .with("sagaId", "order-1");
    store
        .store()
        .append(
            Append.of(new CommandId("c1"), Fingerprint.of("c1"), metadata)
                .to(stream, Expected.any(), List.of(noted("hello"))));
    RecordedEvent event = store.store().readStream(stream, 0, 1).getFirst();
    relay.start();

    ConsumerRecord<String, String> message =
        TopicReader.read(options.topic("account"), 1).getFirst();

    assertThat(message.key()).isEqualTo(stream.value());
    assertThat(message.value()).isEqualTo("{\"text\":\"hello\"}");
    assertThat(message.timestamp()).isEqualTo(event.recordedAt().toEpochMilli());
    Map<String, String> headers = new HashMap<>();
    for (Header header : message.headers()) {
      headers.put(header.key(), new String(header.value(), UTF_8));
    }
    assertThat(headers)
        .isEqualTo(
            Map.ofEntries(
                Map.entry("content-type", "application/json"),
                Map.entry("ce_specversion", "1.0"),
                Map.entry("ce_id", event.eventId().toString()),
                Map.entry("ce_type", "Noted"),
                Map.entry("ce_source", "skald"),
                Map.entry("ce_time", event.recordedAt().toString()),
                Map.entry("ce_subject", stream.value()),
                Map.entry("ce_dataschema", "/api/v1/schemas/Noted/1"),
                Map.entry("ce_position", Long.toString(event.position())),
                Map.entry("ce_streamversion", "1"),
                Map.entry("ce_schemaversion", "1"),
                Map.entry("ce_correlationid", "corr"),
                Map.entry("ce_causationid", "cause"),
                Map.entry("ce_commandid", "c1"),
                Map.entry("ce_sagaid", "order-1"),
                Map.entry("ce_actor", "ada"),
                Map.entry("ce_tenant", "acme"),
                Map.entry("ce_traceparent", "00-1-2-01")));
  }

  @Test
  void whoever_listens_has_heard_of_an_event_by_the_time_it_is_in_kafka() {
    StreamId stream = stream("account");
    store.store().append(note(stream, Expected.any(), "hello"));
    List<RecordedEvent> heard = new CopyOnWriteArrayList<>();
    try (KafkaRelay listenedTo =
        new KafkaRelay(
            store.pool(), options, store.meters(), (_, events, _) -> heard.addAll(events))) {
      listenedTo.start();

      TopicReader.read(options.topic("account"), 1);

      assertThat(heard).isEqualTo(store.store().readStream(stream, 0, 10));
    }
  }

  @Test
  void all_of_the_log_arrives_in_order_and_the_position_says_so() {
    List<StreamId> streams = IntStream.range(0, 5).mapToObj(i -> stream("account")).toList();
    List<Append> appends =
        IntStream.range(0, 2_500)
            .mapToObj(i -> note(streams.get(i % 5), Expected.any(), "n" + i))
            .toList();
    appends.stream().map(store.store()::appendAsync).toList().forEach(each -> each.join());
    relay.start();

    List<ConsumerRecord<String, String>> records =
        TopicReader.read(options.topic("account"), 2_500);

    for (StreamId stream : streams) {
      assertThat(
              records.stream()
                  .filter(r -> r.key().equals(stream.value()))
                  .map(TopicReader::version))
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, 500).mapToObj(Long::valueOf).toList());
    }
    await().until(() -> position.current() == store.store().head());
    assertThat(relay.status().state()).isEqualTo(RelayStatus.State.ACTIVE);
    assertThat(relay.status().position()).isEqualTo(store.store().head());
  }

  @Test
  void one_relay_is_active_and_another_takes_over_where_it_stopped() {
    KafkaRelay second = new KafkaRelay(store.pool(), options);
    relay.start();
    await().until(() -> relay.status().state() == RelayStatus.State.ACTIVE);
    second.start();
    await().until(() -> second.status().state() == RelayStatus.State.STANDBY);
    store.store().append(note(stream("account"), Expected.any(), "first"));
    TopicReader.read(options.topic("account"), 1);

    relay.close();
    store.store().append(note(stream("account"), Expected.any(), "second"));

    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> second.status().state() == RelayStatus.State.ACTIVE);
    assertThat(TopicReader.read(options.topic("account"), 2)).hasSize(2);
    second.close();
  }

  @Test
  void a_lost_session_only_interrupts() throws Exception {
    relay.start();
    await().until(() -> relay.status().state() == RelayStatus.State.ACTIVE);
    store.store().append(note(stream("account"), Expected.any(), "before"));
    TopicReader.read(options.topic("account"), 1);

    Backends.terminateHoldersOfSessionLocks(store.pool());
    store.store().append(note(stream("account"), Expected.any(), "after"));

    assertThat(TopicReader.read(options.topic("account"), 2))
        .extracting(ConsumerRecord::value)
        .contains("{\"text\":\"after\"}");
  }

  @Test
  void it_starts_without_kafka_and_says_what_is_wrong() {
    RelayOptions nowhere = RelayOptions.of("127.0.0.1:1");
    try (KafkaRelay lonely = new KafkaRelay(store.pool(), nowhere)) {
      store.store().append(note(stream("account"), Expected.any(), "unheard"));
      lonely.start();

      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> lonely.status().state() == RelayStatus.State.RETRYING);
      assertThat(lonely.status().problem()).isNotBlank();
      assertThat(store.store().head()).isPositive();
    }
  }

  @Test
  void topics_keep_their_records_for_ever() throws ExecutionException, InterruptedException {
    store.store().append(note(stream("account"), Expected.any(), "kept"));
    relay.start();
    TopicReader.read(options.topic("account"), 1);

    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, options.topic("account"));
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, TestServers.kafka()))) {
      assertThat(admin.describeConfigs(Set.of(topic)).all().get().values())
          .extracting(config -> config.get("retention.ms").value())
          .containsExactly("-1");
      assertThat(admin.describeTopics(Set.of(topic.name())).allTopicNames().get().values())
          .extracting(description -> description.partitions().size())
          .containsExactly(6);
    }
  }

  @Test
  void exactly_once_each_record_is_there_once_although_the_relay_was_interrupted()
      throws Exception {
    RelayOptions once = options.withExactlyOnce();
    StreamId stream = stream("account");
    try (KafkaRelay first = new KafkaRelay(store.pool(), once);
        KafkaRelay second = new KafkaRelay(store.pool(), once)) {
      first.start();
      second.start();
      for (int round = 0; round < 6; round++) {
        for (int i = 0; i < 50; i++) {
          store.store().append(note(stream, Expected.any(), round + "/" + i));
        }
        Backends.terminateHoldersOfSessionLocks(store.pool());
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> position.current() == store.store().head());
    }

    assertThat(TopicReader.read(options.topic("account"), 300))
        .extracting(TopicReader::version)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 300).mapToObj(Long::valueOf).toList());
  }
}
