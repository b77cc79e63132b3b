package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.projections.ProjectionsConfiguration;
import dev.skald.projections.accounts.AccountProjection;
import dev.skald.stack.testing.TestServers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FoldingLiveTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private World world;
  private ReadModels readModels;

  @BeforeEach
  void open() {
    world = new World();
    readModels = new ReadModels(world.pool);
  }

  @AfterEach
  void close() {
    readModels.close();
    world.close();
  }

  @Test
  void folded_live_and_folded_from_zero_give_the_same_rows() {
    world.startRelay();
    world.startMember();
    new Histories(11).append(world, 200, 10);

    awaitAll();

    assertSameAsFromZero();
  }

  @Test
  void late_duplicates_and_foreign_records_change_nothing() throws Exception {
    world.startRelay();
    world.startMember();
    new Histories(12).append(world, 100, 6);
    awaitAll();

    sendAgain(new Random(12));
    send("account", "account-a1", "not an event");
    send("account", "nonsense", "{}");
    send("account", "\0\1", "from who counts in bytes");
    world.append(
        "transfer-late",
        new dev.skald.domain.accounts.TransferEvent.TransferRecorded(
            new dev.skald.domain.accounts.AccountId("a"),
            new dev.skald.domain.accounts.AccountId("b"),
            dev.skald.domain.Money.of("1.00", "EUR"),
            ""));
    awaitAll();

    assertSameAsFromZero();
    assertThat(setAside())
        .containsExactlyInAnyOrder("{}", "not an event", "from who counts in bytes");
  }

  @Test
  void a_record_that_claims_a_place_in_the_log_is_checked() throws Exception {
    world.startRelay();
    world.startMember();
    Histories history = new Histories(14);
    history.append(world, 50, 3);
    awaitAll();

    forgeNext();
    history.append(world, 5, 1);
    awaitAll();
    await().atMost(SOON).untilAsserted(() -> assertThat(setAside()).hasSize(1));

    assertThat(
            world
                .jdbc
                .sql("select count(*) from readmodels.dead_letter")
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void members_come_and_go_while_events_arrive() throws Exception {
    world.startRelay();
    Projections first = world.startMember();
    Histories history = new Histories(16);
    history.append(world, 150, 20);
    Projections second = world.startMember();
    history.append(world, 150, 20);
    await().atMost(SOON).until(() -> partitions(second) > 0);
    first.close();
    history.append(world, 150, 20);
    world.startMember();
    history.append(world, 150, 20);

    awaitAll();

    assertSameAsFromZero();
  }

  @Test
  void a_position_is_reached_though_most_partitions_are_idle_and_not_before_it_is_folded() {
    world.startRelay();
    world.startMember();
    new Histories(18).append(world, 20, 3);
    awaitAll();
    long head = world.log.head();

    assertThat(readModels.await("transfers", head, Duration.ZERO)).isTrue();
    assertThat(readModels.await("transfers", head + 1, Duration.ofMillis(50))).isFalse();
  }

  @Test
  void what_a_crash_of_the_database_takes_back_is_folded_again_though_nothing_new_arrives() {
    Projection accounts = new AccountProjection();
    world.startRelay();
    world.startMember(world.pool, List.of(accounts));
    Histories history = new Histories(19);
    history.append(world, 20, 3);
    awaitHead(accounts);
    List<String> tables =
        List.of("account", "account_entry", "accounts_stream_version", "checkpoint", "generation");
    tables.forEach(table -> update("create table public.%1$s as table readmodels.%1$s", table));
    history.append(world, 20, 3);
    awaitHead(accounts);

    Database.of(world.pool)
        .transaction()
        .executeWithoutResult(
            _ -> {
              tables.forEach(table -> update("delete from readmodels.%s", table));
              tables.forEach(
                  table -> update("insert into readmodels.%1$s table public.%1$s", table));
            });
    awaitHead(accounts);

    assertThat(World.rows(world.pool, accounts)).isEqualTo(world.fromZero(accounts));
  }

  private void update(String sql, String table) {
    world.jdbc.sql(sql.formatted(table)).update();
  }

  private void awaitAll() {
    ProjectionsConfiguration.PROJECTIONS.forEach(this::awaitHead);
  }

  private void awaitHead(Projection projection) {
    boolean reached = readModels.await(projection.name(), world.log.head(), SOON);
    assertThat(reached).as(projection.name()).isTrue();
  }

  private void assertSameAsFromZero() {
    for (Projection projection : ProjectionsConfiguration.PROJECTIONS) {
      assertThat(World.rows(world.pool, projection))
          .as(projection.name())
          .isEqualTo(world.fromZero(projection));
    }
  }

  private static int partitions(Projections member) {
    return member.status().stream().mapToInt(RunnerStatus::partitions).sum();
  }

  private List<String> setAside() {
    return world.texts(
        "select convert_from(record_value, 'UTF8') from readmodels.set_aside order by 1");
  }

  private void send(String category, String key, String value) throws Exception {
    try (var producer = producer()) {
      producer
          .send(
              new ProducerRecord<>(
                  world.prefix + "." + category,
                  key.getBytes(StandardCharsets.UTF_8),
                  value.getBytes(StandardCharsets.UTF_8)))
          .get();
    }
  }

  /** As a relay would after a crash, but worse: half of all records, in any order. */
  private void sendAgain(Random random) throws Exception {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(records("account"));
    records.addAll(records("saga"));
    Collections.shuffle(records, random);
    try (var producer = producer()) {
      for (var record : records.subList(0, records.size() / 2)) {
        producer.send(copy(record)).get();
      }
    }
  }

  /** Takes the last record of a stream and claims to be the next one. */
  private void forgeNext() throws Exception {
    var last = records("account").getLast();
    var forged = copy(last);
    String key = new String(last.key(), StandardCharsets.UTF_8);
    long version =
        records("account").stream()
            .filter(r -> key.equals(new String(r.key(), StandardCharsets.UTF_8)))
            .count();
    forged.headers().remove("ce_streamversion");
    forged
        .headers()
        .add("ce_streamversion", Long.toString(version + 1).getBytes(StandardCharsets.UTF_8));
    try (var producer = producer()) {
      producer.send(forged).get();
    }
  }

  private static ProducerRecord<byte[], byte[]> copy(ConsumerRecord<byte[], byte[]> record) {
    return new ProducerRecord<>(
        record.topic(), record.partition(), record.key(), record.value(), record.headers());
  }

  private List<ConsumerRecord<byte[], byte[]>> records(String category) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                "bootstrap.servers", TestServers.kafka(), "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(world.prefix + "." + category).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return records;
    }
  }

  private static KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", TestServers.kafka()),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
