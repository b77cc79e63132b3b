package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.skald.domain.Money;
import dev.skald.domain.accounts.AccountEvent.AccountCredited;
import dev.skald.domain.accounts.AccountEvent.AccountOpened;
import dev.skald.domain.accounts.AccountEvent.Cause;
import dev.skald.eventstore.KafkaRelay;
import dev.skald.eventstore.RelayParking;
import dev.skald.projections.accounts.AccountProjection;
import dev.skald.projections.engine.DeadLetter.Settled;
import dev.skald.projections.engine.DeadLetter.State;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams that the relay parks, and what that means for a read model. */
class RelayLettersTest {

  private static final AccountProjection ACCOUNTS = new AccountProjection();
  private static final int LIMIT = 5_000;
  private static final Duration SOON = Duration.ofSeconds(30);

  private World world;
  private DeadLetterDesk desk;
  private KafkaRelay relay;

  @BeforeEach
  void open() {
    world = new World();
    desk =
        new DeadLetterDesk(
            List.of(ACCOUNTS),
            world.pool,
            world.log,
            World.TYPES,
            new RelayParking(world.pool, world.prefix));
    relay = world.startRelay(LIMIT);
    world.startMember(world.pool, List.of(ACCOUNTS));
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void a_discarded_event_counts_in_the_read_model_though_kafka_never_has_it() {
    world.append("account-large", opened("x".repeat(LIMIT)));
    DeadLetter letter = awaitLetter();
    assertThat(letter.payload()).isNull();
    assertThat(desk.letter(letter.id()).orElseThrow().payload()).contains("\"owner\":\"<text>\"");

    assertThat(desk.discard(letter.id(), "nobody listens")).isEqualTo(Settled.DONE);

    assertThat(World.rows(world.pool, ACCOUNTS)).isEqualTo(world.fromZero(ACCOUNTS)).isNotEmpty();
    DeadLetter kept = desk.letter(letter.id()).orElseThrow();
    assertThat(kept.state()).isEqualTo(State.DISCARDED);
    assertThat(kept.reason()).isEqualTo("nobody listens");
    assertThat(desk.discard(letter.id(), "again")).isEqualTo(Settled.NOT_PARKED);
    world.append("account-large", credited("11.00"));
    awaitAsFromZero();
  }

  @Test
  void it_is_not_discarded_while_a_projection_that_reads_it_is_paused() {
    ProjectionControl control =
        new ProjectionControl(List.of(ACCOUNTS), world.pool, world.log, Clock.systemUTC());
    world.append("account-small", opened("ada"));
    awaitAsFromZero();
    world.append("account-large", opened("x".repeat(LIMIT)));
    DeadLetter letter = awaitLetter();

    assertThat(control.pause("accounts")).isTrue();
    assertThat(desk.discard(letter.id(), "nobody listens")).isEqualTo(Settled.NOT_NOW);
    assertThat(desk.letter(letter.id()).orElseThrow().state()).isEqualTo(State.PARKED);

    assertThat(control.resume("accounts")).isTrue();
    assertThat(desk.discard(letter.id(), "nobody listens")).isEqualTo(Settled.DONE);
    awaitAsFromZero();
  }

  @Test
  void replayed_once_the_relay_may_send_more_it_reaches_the_read_model_through_kafka() {
    world.append("account-large", opened("x".repeat(LIMIT)));
    world.append("account-large", credited("11.00"));
    DeadLetter letter = awaitLetter();
    assertThat(desk.replay(letter.id())).isEqualTo(Settled.PARKED_AGAIN);
    assertThat(desk.list(null, DeadLetterDesk.BEGIN, 10)).hasSize(1);

    relay.close();
    world.startRelay(10 * LIMIT);

    assertThat(desk.replay(letter.id())).isEqualTo(Settled.DONE);
    assertThat(desk.letter(letter.id()).orElseThrow().state()).isEqualTo(State.REPLAYED);
    awaitAsFromZero();
    assertThat(desk.replay(UUID.randomUUID())).isEqualTo(Settled.UNKNOWN);
  }

  @Test
  void what_is_wanted_while_no_relay_is_at_work_is_done_by_the_next() {
    world.append("account-large", opened("x".repeat(LIMIT)));
    DeadLetter letter = awaitLetter();
    relay.close();

    assertThat(desk.discard(letter.id(), "nobody listens")).isEqualTo(Settled.NO_RELAY);

    world.startRelay(LIMIT);
    await()
        .atMost(SOON)
        .until(() -> desk.letter(letter.id()).orElseThrow().state() == State.DISCARDED);
  }

  @Test
  void discarded_and_stopped_by_a_later_event_it_is_settled_and_another_letter_says_so() {
    world.append("account-large", opened("x".repeat(LIMIT)));
    DeadLetter letter = awaitLetter();
    world.append("account-large", opened("y".repeat(LIMIT)));

    assertThat(desk.discard(letter.id(), "nobody listens")).isEqualTo(Settled.PARKED_AGAIN);

    assertThat(desk.list(DeadLetter.RELAY, DeadLetterDesk.BEGIN, 10))
        .extracting(DeadLetter::version, DeadLetter::state)
        .containsExactly(tuple(2L, State.PARKED), tuple(1L, State.DISCARDED));
  }

  private DeadLetter awaitLetter() {
    return await()
        .atMost(SOON)
        .until(() -> desk.list(DeadLetter.RELAY, DeadLetterDesk.BEGIN, 10), l -> l.size() == 1)
        .getFirst();
  }

  private void awaitAsFromZero() {
    List<String> expected = world.fromZero(ACCOUNTS);
    await().atMost(SOON).until(() -> World.rows(world.pool, ACCOUNTS).equals(expected));
  }

  private static AccountOpened opened(String owner) {
    return new AccountOpened(owner, "CURRENT", Money.of("10.00", "EUR"));
  }

  private static AccountCredited credited(String balance) {
    return new AccountCredited(
        Money.of("1.00", "EUR"), Money.of(balance, "EUR"), new Cause(Cause.Kind.DEPOSIT, "cash"));
  }
}
