package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.Money;
import dev.skald.domain.accounts.AccountEvent.AccountCredited;
import dev.skald.domain.accounts.AccountEvent.AccountOpened;
import dev.skald.domain.accounts.AccountEvent.Cause;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.RelayParking;
import dev.skald.projections.accounts.AccountProjection;
import dev.skald.projections.accounts.AccountQueries;
import dev.skald.projections.engine.DeadLetter.Settled;
import dev.skald.projections.engine.DeadLetter.State;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people decided of events stays decided when the tables are built anew. */
class DiscardsInRebuildTest {

  private static final AccountProjection ACCOUNTS = new AccountProjection();
  private World world;
  private Database database;
  private DeadLetterDesk desk;
  private ProjectionControl control;

  @BeforeEach
  void open() {
    world = new World();
    database = Database.of(world.pool);
    desk =
        new DeadLetterDesk(
            List.of(ACCOUNTS),
            world.pool,
            world.log,
            World.TYPES,
            new RelayParking(world.pool, world.prefix));
    control = new ProjectionControl(List.of(ACCOUNTS), world.pool, world.log, Clock.systemUTC());
    refuse("105", "107");
    world.append("account-1", opened("10.00"), credited("95.00", "105.00"));
    world.append("account-1", credited("1.00", "106.00"));
    world.append("account-2", opened("20.00"));
    fold(world.events());
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void a_discarded_event_stays_out_of_rebuilt_tables_and_those_behind_it_stay_in() {
    UUID first = discard("entered twice");
    List<String> before = World.rows(world.pool, ACCOUNTS);

    rebuild();
    assertThat(World.rows(world.pool, ACCOUNTS)).isEqualTo(before);
    rebuild();

    assertThat(World.rows(world.pool, ACCOUNTS)).isEqualTo(before);
    assertThat(status().parkedStreams()).isZero();
    assertThat(letters()).extracting(DeadLetter::reason).containsExactly("entered twice");
    assertThat(desk.letter(first).orElseThrow().reason()).isEqualTo("entered twice");
  }

  @Test
  void an_event_that_can_be_folded_by_now_is_folded_though_it_was_discarded() {
    UUID first = discard("cannot be read");
    world.jdbc.sql("alter table readmodels.account_entry drop constraint refused").update();

    rebuild();

    assertThat(World.rows(world.pool, ACCOUNTS)).isEqualTo(world.fromZero(ACCOUNTS));
    assertThat(letters()).extracting(DeadLetter::id).containsExactly(first);
    assertThat(letters()).extracting(DeadLetter::state).containsExactly(State.DISCARDED);
  }

  @Test
  void one_that_is_discarded_while_the_tables_are_built_is_left_out_of_them_as_well() {
    control.rebuild("accounts");
    boolean[] discarded = new boolean[1];

    rebuilder()
        .work(
            () -> {
              if (status().rebuild() != null && !discarded[0] && built() > 0) {
                discarded[0] = true;
                UUID _ = discard("entered twice");
              }
              return true;
            });

    assertThat(discarded[0]).isTrue();
    assertThat(balance()).isEqualTo(Money.of("106.00", "EUR"));
    assertThat(status().parkedStreams()).isZero();
  }

  @Test
  void a_later_event_of_the_stream_that_was_not_discarded_parks_it() {
    UUID _ = discard("entered twice");
    world.append("account-1", credited("1.00", "107.00"));
    fold(List.of(world.events().getLast()));

    rebuild();

    assertThat(balance()).isEqualTo(Money.of("106.00", "EUR"));
    assertThat(letters())
        .extracting(letter -> letter.version() + " " + letter.state())
        .containsExactly("4 PARKED", "2 DISCARDED");
  }

  @Test
  void a_bad_event_that_comes_right_before_the_swap_is_parked_and_holds_up_nothing() {
    control.rebuild("accounts");
    boolean[] came = new boolean[1];

    rebuilder()
        .work(
            () -> {
              var rebuild = status().rebuild();
              if (rebuild != null && rebuild.position() == world.log.head() && !came[0]) {
                came[0] = true;
                world.append("account-2", credited("87.00", "107.00"));
              }
              return true;
            });

    assertThat(came[0]).isTrue();
    assertThat(status().rebuild()).isNull();
    assertThat(letters())
        .extracting(letter -> letter.streamId() + " " + letter.version() + " " + letter.state())
        .containsExactly("account-2 2 PARKED", "account-1 2 PARKED");
  }

  private UUID discard(String reason) {
    UUID id = letters().getFirst().id();
    assertThat(desk.discard(id, reason)).isEqualTo(Settled.DONE);
    return id;
  }

  private void rebuild() {
    control.rebuild("accounts");
    rebuilder().work(() -> true);
    assertThat(status().rebuild()).isNull();
  }

  private Rebuilder rebuilder() {
    Folder folder = new Folder(database, ACCOUNTS, world.log, World.TYPES);
    return new Rebuilder(database, ACCOUNTS, world.log, folder, 10);
  }

  /** Rows of these balances are what the database does not take. */
  private void refuse(String... balances) {
    world
        .jdbc
        .sql(
            "alter table readmodels.account_entry add constraint refused check (balance not in (%s))"
                .formatted(String.join(", ", balances)))
        .update();
  }

  private long built() {
    return world
        .jdbc
        .sql("select count(*) from readmodels_building.account")
        .query(Long.class)
        .single();
  }

  private ProjectionStatus status() {
    return control.status("accounts").orElseThrow();
  }

  private List<DeadLetter> letters() {
    return desk.list("accounts", Long.MAX_VALUE, 10);
  }

  private Money balance() {
    return new AccountQueries(world.jdbc).account("1").orElseThrow().balance();
  }

  private void fold(List<RecordedEvent> events) {
    world.folder(world.pool, ACCOUNTS).fold(new Folder.Batch(1, events, List.of(), List.of()));
  }

  private static AccountOpened opened(String balance) {
    return new AccountOpened("ada", "CURRENT", Money.of(balance, "EUR"));
  }

  private static AccountCredited credited(String amount, String balance) {
    return new AccountCredited(
        Money.of(amount, "EUR"), Money.of(balance, "EUR"), new Cause(Cause.Kind.DEPOSIT, "cash"));
  }
}
