package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.domain.Money;
import dev.skald.domain.accounts.AccountEvent.AccountCredited;
import dev.skald.domain.accounts.AccountEvent.AccountOpened;
import dev.skald.domain.accounts.AccountEvent.Cause;
import dev.skald.eventstore.KafkaRelay;
import dev.skald.eventstore.LogAdministration;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.RelayPosition;
import dev.skald.eventstore.StreamId;
import dev.skald.projections.accounts.AccountProjection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records that are where an event of the log belongs, and say something else than it. */
class FalseCopiesTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Projection ACCOUNTS = new AccountProjection();

  private World world;
  private ReadModels readModels;
  private KafkaRelay relay;

  @BeforeEach
  void open() {
    world = new World();
    readModels = new ReadModels(world.pool);
    relay = world.startRelay();
  }

  @AfterEach
  void close() {
    readModels.close();
    world.close();
  }

  @Test
  void a_copy_with_other_words_is_set_aside_and_the_true_record_behind_it_folded()
      throws Exception {
    startMember();
    world.append("account-1", opened("10.00"));
    awaitFolded();
    relay.close();
    world.append("account-1", credited("5.00", "15.00"));

    RecordedEvent event = world.events().getLast();
    world.send(event, "AccountCredited", event.data().replace("5.00", "7.00"));
    world.send(event, "AccountDebited", event.data());
    world.send(event, "AccountCredited", RecordedEvent.DELETED);
    await().atMost(SOON).until(() -> setAside().size() == 3);
    relay = world.startRelay();

    awaitFolded();
    assertThat(balance()).isEqualTo("15");
    assertThat(World.rows(world.pool, ACCOUNTS)).isEqualTo(world.fromZero(ACCOUNTS));
    assertThat(setAside()).hasSize(3);
  }

  @Test
  void what_was_published_before_its_data_was_deleted_is_folded_as_it_was() {
    Projections member = startMember();
    world.append("account-1", opened("10.00"));
    awaitFolded();
    member.close();
    world.append("account-1", credited("5.00", "15.00"));
    RelayPosition position = new RelayPosition(world.pool, world.prefix);
    await().atMost(SOON).until(() -> position.current() == world.log.head());

    delete();
    startMember();

    awaitFolded();
    assertThat(balance()).isEqualTo("15");
    assertThat(setAside()).isEmpty();
  }

  @Test
  void what_is_published_when_its_data_was_deleted_counts_and_says_nothing() {
    startMember();
    world.append("account-1", opened("10.00"));
    awaitFolded();
    relay.close();
    world.append("account-1", credited("5.00", "15.00"));

    delete();
    relay = world.startRelay();

    awaitFolded();
    assertThat(balance()).isEqualTo("10");
    assertThat(world.texts("select version::text from readmodels.accounts_stream_version"))
        .containsExactly("2");
    assertThat(setAside()).isEmpty();
  }

  private Projections startMember() {
    return world.startMember(world.pool, List.of(ACCOUNTS));
  }

  private void awaitFolded() {
    assertThat(readModels.await(ACCOUNTS.name(), world.log.head(), SOON)).isTrue();
  }

  private void delete() {
    new LogAdministration(world.pool).tombstone(StreamId.of("account", "1"));
  }

  private String balance() {
    return world.texts("select trim_scale(balance)::text from readmodels.account").getFirst();
  }

  private List<String> setAside() {
    return world.texts("select reason from readmodels.set_aside");
  }

  /** All else is as the relay would have it. */
  private static AccountOpened opened(String balance) {
    return new AccountOpened("Ada", "CURRENT", Money.of(balance, "EUR"));
  }

  private static AccountCredited credited(String amount, String balance) {
    return new AccountCredited(
        Money.of(amount, "EUR"),
        Money.of(balance, "EUR"),
        new Cause(Cause.Kind.DEPOSIT, "at the till"));
  }
}
