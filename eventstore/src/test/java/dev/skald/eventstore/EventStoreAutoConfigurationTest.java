package dev.skald.eventstore;

import static dev.skald.eventstore.TestEvents.note;
import static dev.skald.eventstore.TestEvents.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.stack.testing.TestServers;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class EventStoreAutoConfigurationTest {

  private final DataSource dataSource = TestServers.postgres().newDatabase().dataSource();
  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(EventStoreAutoConfiguration.class));

  private final ApplicationContextRunner knowing =
      application
          .withBean(DataSource.class, () -> dataSource)
          .withBean(EventTypeRegistry.class, TestEvents::registry);

  @Test
  void an_application_with_a_data_source_and_event_types_has_an_event_store() {
    knowing.run(
        context -> {
          EventStore store = context.getBean(EventStore.class);
          store.append(note(stream("boot"), Expected.noStream(), "hello"));

          assertThat(store.head()).isEqualTo(1);
          assertThat(context)
              .hasSingleBean(RelayPosition.class)
              .hasSingleBean(RelayParking.class)
              .doesNotHaveBean(KafkaRelay.class);
        });
  }

  @Test
  void without_either_there_is_none() {
    application.run(context -> assertThat(context).doesNotHaveBean(EventStore.class));
  }

  @Test
  void a_relay_that_has_no_kafka_does_not_keep_the_application_from_starting() {
    knowing
        .withPropertyValues(
            "skald.event-store.relay.enabled=true", "skald.kafka.bootstrap-servers=127.0.0.1:1")
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              KafkaRelay relay = context.getBean(KafkaRelay.class);
              await().until(() -> relay.status().state() != RelayStatus.State.STOPPED);
            });
  }

  @Test
  void every_setting_has_its_name_and_its_default() {
    knowing.run(
        context ->
            assertThat(context.getBean(EventStoreProperties.class))
                .isEqualTo(
                    new EventStoreProperties(
                        true,
                        2,
                        256,
                        4096,
                        Duration.ofSeconds(10),
                        8_388_608,
                        10_000,
                        new EventStoreProperties.Relay(
                            false,
                            "skald",
                            "/api/v1/schemas/",
                            6,
                            (short) -1,
                            1_000,
                            Duration.ofMillis(5),
                            1_000_000,
                            false))));
    knowing
        .withPropertyValues(
            "skald.event-store.migrate=true",
            "skald.event-store.writers=3",
            "skald.event-store.max-group=10",
            "skald.event-store.queue-capacity=11",
            "skald.event-store.append-timeout=12s",
            "skald.event-store.max-event-bytes=13",
            "skald.event-store.max-events=14",
            "skald.event-store.relay.source=s",
            "skald.event-store.relay.data-schema-base=/b/",
            "skald.event-store.relay.partitions=2",
            "skald.event-store.relay.replication=1",
            "skald.event-store.relay.page-size=5",
            "skald.event-store.relay.poll-interval=7ms",
            "skald.event-store.relay.max-record-bytes=99",
            "skald.event-store.relay.exactly-once=true")
        .run(
            context ->
                assertThat(context.getBean(EventStoreProperties.class))
                    .isEqualTo(
                        new EventStoreProperties(
                            true,
                            3,
                            10,
                            11,
                            Duration.ofSeconds(12),
                            13,
                            14,
                            new EventStoreProperties.Relay(
                                false,
                                "s",
                                "/b/",
                                2,
                                (short) 1,
                                5,
                                Duration.ofMillis(7),
                                99,
                                true))));
  }

  @Test
  void kafka_is_described_once_for_all_its_clients() {
    knowing.run(
        context ->
            assertThat(context.getBean(KafkaProperties.class))
                .isEqualTo(new KafkaProperties("127.0.0.1:9092", "skald", Map.of())));
    knowing
        .withPropertyValues(
            "skald.kafka.bootstrap-servers=a:1,b:2",
            "skald.kafka.topic-prefix=p",
            "skald.kafka.properties.security.protocol=SSL")
        .run(
            context ->
                assertThat(context.getBean(KafkaProperties.class))
                    .isEqualTo(
                        new KafkaProperties("a:1,b:2", "p", Map.of("security.protocol", "SSL"))));
  }

  @ParameterizedTest
  @CsvSource({"bootstrap-servers,nowhere", "topic-prefix,a b"})
  void a_kafka_that_makes_no_sense_is_refused(String key, String value) {
    knowing
        .withPropertyValues("skald.kafka." + key + "=" + value)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("skald.kafka.%s is '%s'".formatted(key, value)));
  }

  @Test
  void a_setting_that_makes_no_sense_is_refused() {
    knowing
        .withPropertyValues("skald.event-store.writers=0")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("must be positive"));
  }
}
