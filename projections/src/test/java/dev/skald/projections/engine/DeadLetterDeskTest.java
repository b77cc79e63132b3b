package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.domain.Money;
import dev.skald.domain.accounts.AccountEvent.AccountCredited;
import dev.skald.domain.accounts.AccountEvent.AccountOpened;
import dev.skald.domain.accounts.AccountEvent.Cause;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.RelayParking;
import dev.skald.eventstore.StreamId;
import dev.skald.projections.accounts.AccountProjection;
import dev.skald.projections.accounts.AccountQueries;
import dev.skald.projections.engine.DeadLetter.Settled;
import dev.skald.projections.engine.DeadLetter.State;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLetterDeskTest {

  private static final AccountProjection ACCOUNTS = new AccountProjection();
  private World world;
  private DeadLetterDesk desk;
  private Folder folder;

  @BeforeEach
  void open() {
    world = new World();
    desk = desk(world.log);
    folder = world.folder(world.pool, ACCOUNTS);
    world
        .jdbc
        .sql("alter table readmodels.account add constraint poor check (balance < 100)")
        .update();
    world.append("account-1", opened("10.00"));
    world.append("account-1", credited("95.00", "105.00"));
    fold(world.events());
    world.append("account-1", credited("1.00", "106.00"));
    fold(List.of(world.events().getLast()));
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void a_dead_letter_shows_what_stopped_it_but_not_what_the_event_says() {
    DeadLetter letter = onlyLetter();

    assertThat(letter.streamId()).isEqualTo("account-1");
    assertThat(letter.version()).isEqualTo(2);
    assertThat(letter.error()).contains("poor");
    assertThat(letter.payload()).contains("\"amount\"").doesNotContain("95.00");
  }

  @Test
  void replayed_once_the_cause_is_mended_the_stream_goes_on_with_all_that_came_meanwhile() {
    DeadLetter again = onlyLetter();

    world.jdbc.sql("alter table readmodels.account drop constraint poor").update();
    assertThat(desk.replay(again.id())).isEqualTo(Settled.DONE);
    world.append("account-1", credited("1.00", "107.00"));
    fold(List.of(world.events().getLast()));

    assertThat(balance()).isEqualTo(Money.of("107.00", "EUR"));
    assertThat(desk.letter(again.id()).orElseThrow().state()).isEqualTo(State.REPLAYED);
    assertThat(desk.replay(again.id())).isEqualTo(Settled.NOT_PARKED);
    assertThat(desk.replay(UUID.randomUUID())).isEqualTo(Settled.UNKNOWN);
    assertThat(World.rows(world.pool, ACCOUNTS)).isEqualTo(world.fromZero(ACCOUNTS));
  }

  @Test
  void one_that_stops_its_stream_again_stays_the_same_letter_and_can_be_discarded() {
    DeadLetter letter = onlyLetter();
    world
        .jdbc
        .sql(
            """
            alter table readmodels.account drop constraint poor,
                                           add constraint sold check (balance <> 105)
            """)
        .update();

    assertThat(desk.replay(letter.id())).isEqualTo(Settled.PARKED_AGAIN);

    DeadLetter again = onlyLetter();
    assertThat(again.id()).isEqualTo(letter.id());
    assertThat(again.state()).isEqualTo(State.PARKED);
    assertThat(again.error()).contains("sold");
    assertThat(desk.stoppedAt(letter.id()).orElseThrow().id()).isEqualTo(letter.id());
    assertThat(desk.discard(letter.id(), "entered twice")).isEqualTo(Settled.DONE);
    assertThat(desk.stoppedAt(letter.id())).isEmpty();
  }

  @Test
  void stopped_again_at_a_later_event_the_stream_has_a_letter_of_its_own_for_that() {
    DeadLetter letter = onlyLetter();

    assertThat(desk.discard(letter.id(), "entered twice")).isEqualTo(Settled.PARKED_AGAIN);

    assertThat(desk.letter(letter.id()).orElseThrow().state()).isEqualTo(State.DISCARDED);
    DeadLetter later = desk.stoppedAt(letter.id()).orElseThrow();
    assertThat(later.version()).isEqualTo(3);
    assertThat(later.id()).isNotEqualTo(letter.id());
    assertThat(desk.discard(later.id(), "that one as well")).isEqualTo(Settled.DONE);
  }

  @Test
  void a_discarded_event_is_left_out_and_those_behind_it_count() {
    DeadLetter letter = onlyLetter();
    world
        .jdbc
        .sql(
            """
            alter table readmodels.account drop constraint poor,
                                           add constraint poor check (balance <> 105)
            """)
        .update();

    assertThat(desk.discard(letter.id(), "entered twice")).isEqualTo(Settled.DONE);

    assertThat(balance()).isEqualTo(Money.of("106.00", "EUR"));
    assertThat(new AccountQueries(world.jdbc).entries("1", 10, null).items())
        .extracting(entry -> entry.version())
        .containsExactly(3L, 1L);
    assertThat(desk.letter(letter.id()).orElseThrow().reason()).isEqualTo("entered twice");
  }

  @Test
  void what_nobody_would_do_again_is_not_taken_back_by_a_crash_of_the_database() {
    DeadLetter letter = onlyLetter();
    world.append("account-2", opened("10.00"));
    noteHowAccountsAreCommitted();
    world.jdbc.sql("alter table readmodels.account drop constraint poor").update();

    assertThat(desk.replay(letter.id())).isEqualTo(Settled.DONE);
    StraightFromLog straight =
        new StraightFromLog(List.of(ACCOUNTS), Database.of(world.pool), world.log, World.TYPES);
    assertThat(straight.fold(StreamId.of("account", "2"), 1)).isTrue();

    assertThat(world.texts("select synchronously from committed"))
        .hasSizeGreaterThan(1)
        .containsOnly("on");
  }

  /** In the moment of the commit. */
  private void noteHowAccountsAreCommitted() {
    world
        .jdbc
        .sql(
            """
            create table committed (synchronously text);
            create function note() returns trigger language plpgsql as $$
            begin
              insert into public.committed values (current_setting('synchronous_commit'));
              return null;
            end $$;
            create constraint trigger noted after insert or update on readmodels.account
              deferrable initially deferred for each row execute function note()
            """)
        .update();
  }

  @Test
  void what_comes_while_a_letter_is_settled_is_not_passed_over() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    DeadLetterDesk slow = desk(afterReading(read, goOn));
    DeadLetter letter = onlyLetter();
    world.jdbc.sql("alter table readmodels.account drop constraint poor").update();

    CompletableFuture<Settled> settled =
        CompletableFuture.supplyAsync(() -> slow.replay(letter.id()), Thread::startVirtualThread);
    read.await();
    world.append("account-1", credited("1.00", "107.00"));
    List<RecordedEvent> next = List.of(world.events().getLast());
    CompletableFuture<Void> folded =
        CompletableFuture.runAsync(() -> fold(next), Thread::startVirtualThread);
    await().until(() -> folded.isDone() || waitingForLocks() > 0);
    goOn.countDown();

    assertThat(settled.get()).isEqualTo(Settled.DONE);
    assertThat(folded)
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .withCauseInstanceOf(Overtaken.class);
    fold(next);
    assertThat(World.rows(world.pool, ACCOUNTS)).isEqualTo(world.fromZero(ACCOUNTS));
  }

  @Test
  void those_of_the_relay_come_first_and_paging_neither_repeats_nor_hides_one() {
    parkAtRelay("account-first");
    parkAtRelay("account-second");
    DeadLetter only = onlyLetter();
    assertThat(desk.discard(only.id(), "entered twice")).isEqualTo(Settled.PARKED_AGAIN);
    List<DeadLetter> all = desk.list(null, DeadLetterDesk.BEGIN, 10);
    assertThat(all)
        .extracting(DeadLetter::streamId)
        .containsExactly("account-second", "account-first", "account-1", "account-1");

    List<DeadLetter> paged = new ArrayList<>(desk.list(null, DeadLetterDesk.BEGIN, 1));
    while (paged.size() < 10) {
      // What comes meanwhile belongs before what was seen.
      parkAtRelay("account-meanwhile-" + paged.size());
      List<DeadLetter> page = desk.list(null, paged.getLast().place(), 2);
      if (page.isEmpty()) {
        break;
      }
      paged.addAll(page);
    }

    assertThat(paged).isEqualTo(all);
    assertThat(desk.list(DeadLetter.RELAY, all.get(1).place(), 10)).isEmpty();
    assertThat(desk.list("accounts", DeadLetterDesk.BEGIN, 10)).isEqualTo(all.subList(2, 4));
    assertThat(desk.origins()).containsExactly("relay", "accounts");
  }

  /** A log that tells when it was read, and answers when it may. */
  private EventStore afterReading(CountDownLatch read, CountDownLatch goOn) {
    return (EventStore)
        Proxy.newProxyInstance(
            EventStore.class.getClassLoader(),
            new Class<?>[] {EventStore.class},
            (_, method, arguments) -> {
              Object answer = method.invoke(world.log, arguments);
              if (!(answer instanceof Stream<?> events)) {
                return answer;
              }
              List<?> all = events.toList();
              read.countDown();
              goOn.await();
              return all.stream();
            });
  }

  private long waitingForLocks() {
    return world
        .jdbc
        .sql(
            """
            select count(*) from pg_stat_activity
             where datname = current_database() and wait_event_type = 'Lock'
            """)
        .query(Long.class)
        .single();
  }

  /** As a relay does with an event that Kafka cannot take. */
  private void parkAtRelay(String stream) {
    world.append(stream, opened("1.00"));
    world
        .jdbc
        .sql(
            """
            insert into eventstore.relay_parked (relay, stream_id, version, reason)
            values (:relay, :stream, 1, 'too large')
            """)
        .param("relay", "relay/" + world.prefix)
        .param("stream", stream)
        .update();
  }

  private DeadLetterDesk desk(EventStore log) {
    RelayParking parking = new RelayParking(world.pool, world.prefix);
    return new DeadLetterDesk(List.of(ACCOUNTS), world.pool, log, World.TYPES, parking);
  }

  private DeadLetter onlyLetter() {
    List<DeadLetter> letters = desk.list("accounts", Long.MAX_VALUE, 10);
    assertThat(letters).hasSize(1);
    return letters.getFirst();
  }

  private Money balance() {
    return new AccountQueries(world.jdbc).account("1").orElseThrow().balance();
  }

  private void fold(List<RecordedEvent> events) {
    folder.fold(new Folder.Batch(1, events, List.of(), List.of()));
  }

  private static AccountOpened opened(String balance) {
    return new AccountOpened("ada", "CURRENT", Money.of(balance, "EUR"));
  }

  private static AccountCredited credited(String amount, String balance) {
    return new AccountCredited(
        Money.of(amount, "EUR"), Money.of(balance, "EUR"), new Cause(Cause.Kind.DEPOSIT, "cash"));
  }
}
