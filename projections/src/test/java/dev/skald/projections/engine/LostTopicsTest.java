package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.domain.Money;
import dev.skald.domain.accounts.AccountEvent.AccountOpened;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.RelayPosition;
import dev.skald.projections.accounts.AccountProjection;
import dev.skald.projections.accounts.TransferProjection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kafka loses a topic; the log has all of it. */
class LostTopicsTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final List<Projection> PROJECTIONS =
      List.of(new AccountProjection(), new TransferProjection());

  private final Histories history = new Histories(17);
  private World world;
  private ReadModels readModels;
  private LosableTopic topic;

  @BeforeEach
  void open() {
    world = new World();
    topic = LosableTopic.ofAccounts(world);
    readModels = new ReadModels(world.pool);
    // What it has sent to a topic that is gone, it gives up on after this.
    Map<String, String> impatient = Map.of("delivery.timeout.ms", "2000");
    world.startRelay(options -> options.withClients(impatient));
  }

  @AfterEach
  void close() {
    readModels.close();
    world.close();
  }

  @Test
  void one_lost_while_nobody_read_it_is_made_up_for() throws Exception {
    Projections member = startMember();
    history.append(world, 50, 5);
    awaitAll();
    member.close();
    history.append(world, 50, 5);
    awaitPublished();

    topic.lose();
    topic.create();
    startMember();

    awaitAll();
    assertSameAsFromZero();
  }

  @Test
  void one_lost_while_it_is_read_is_made_up_for() throws Exception {
    startMember();
    history.append(world, 30, 5);
    awaitAll();

    topic.lose();
    topic.create();
    history.append(world, 30, 5);

    awaitAll();
    assertSameAsFromZero();
  }

  @Test
  void of_one_that_is_gone_nothing_counts_as_folded_that_was_not() throws Exception {
    Projections member = startMember();
    history.append(world, 50, 5);
    awaitAll();
    member.close();
    history.append(world, 50, 5);
    awaitPublished();

    topic.lose();
    startMember();

    foldsOn();
  }

  @Test
  void of_one_that_was_gone_before_anybody_had_read_of_it_nothing_counts_as_folded_that_was_not()
      throws Exception {
    history.append(world, 50, 5);
    awaitPublished();

    topic.lose();
    startMember();

    foldsOn();
  }

  @Test
  void one_lost_before_anybody_had_read_of_it_is_made_up_for() throws Exception {
    history.append(world, 50, 5);
    awaitPublished();

    topic.lose();
    topic.create();
    startMember();

    awaitAll();
    assertSameAsFromZero();
  }

  @Test
  void one_that_came_again_with_fewer_partitions_is_made_up_for() throws Exception {
    startMember();
    history.append(world, 50, 5);
    awaitAll();

    topic.lose();
    topic.create(1);
    history.append(world, 30, 5);

    awaitAll();
    assertSameAsFromZero();
  }

  @Test
  void of_one_that_is_shorter_than_what_was_read_of_it_nothing_counts_as_folded_that_was_not() {
    Projections member = startMember();
    history.append(world, 50, 5);
    awaitAll();
    member.close();
    world.jdbc.sql("update readmodels.checkpoint set next_offset = next_offset + 1000").update();
    history.append(world, 50, 5);
    awaitPublished();

    startMember();

    foldsOn();
  }

  private void foldsOn() {
    awaitAll();
    assertSameAsFromZero();
    history.append(world, 30, 5);
    awaitAll();
    assertSameAsFromZero();
  }

  @Test
  void what_stands_in_the_places_of_lost_records_is_told_from_them() throws Exception {
    startMember();
    world.append("account-first", new AccountOpened("ada", "CURRENT", Money.of("1.00", "EUR")));
    history.append(world, 20, 3);
    awaitAll();
    RecordedEvent event = world.events().getFirst();
    topic.lose();
    topic.create(1);
    world.send(event, event.type(), "{}");
    awaitSetAside("{}");

    topic.lose();
    topic.create(1);
    world.send(event, event.type(), "[]");
    world.send(event, event.type(), event.data());
    history.append(world, 20, 3);

    awaitSetAside("[]", "{}");
    awaitAll();
    assertSameAsFromZero();
  }

  private Projections startMember() {
    return world.startMember(world.pool, PROJECTIONS);
  }

  private void awaitAll() {
    long head = world.log.head();
    for (Projection projection : PROJECTIONS) {
      assertThat(readModels.await(projection.name(), head, SOON)).as(projection.name()).isTrue();
    }
  }

  private void assertSameAsFromZero() {
    for (Projection projection : PROJECTIONS) {
      assertThat(World.rows(world.pool, projection))
          .as(projection.name())
          .isEqualTo(world.fromZero(projection));
    }
  }

  private void awaitSetAside(String... values) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(
                        world.texts(
                            "select convert_from(record_value, 'UTF8') from readmodels.set_aside"
                                + " order by 1"))
                    .containsExactly(values));
  }

  private void awaitPublished() {
    RelayPosition relay = new RelayPosition(world.pool, world.prefix);
    await().atMost(SOON).until(() -> relay.current() == world.log.head());
  }
}
