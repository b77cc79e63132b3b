package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.eventstore.RecordedEvent;
import dev.skald.projections.accounts.AccountProjection;
import dev.skald.projections.engine.ProjectionControl.RollBack;
import dev.skald.projections.engine.ProjectionStatus.Status;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What stays in front after a cancel, a roll back or a migration, and how it goes on from there.
 */
class HeldTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final AccountProjection ACCOUNTS = new AccountProjection();
  private static final Projection RAISED = new Raised(ACCOUNTS, 2);
  private World world;
  private Database database;
  private ProjectionControl control;

  @BeforeEach
  void open() {
    world = new World();
    database = Database.of(world.pool);
    control = control(ACCOUNTS);
    new Histories(51).append(world, 40, 4);
    world.folder(world.pool, ACCOUNTS).fold(new Folder.Batch(1, accounts(), List.of(), List.of()));
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void a_refused_cancel_does_not_keep_the_next_version_from_being_built() {
    assertThat(control.cancelRebuild("accounts")).isFalse();

    assertThat(rebuilder(RAISED).isDue()).isTrue();
  }

  @Test
  void a_cancelled_rebuild_of_the_version_in_front_does_not_hold_the_next_one() {
    control.rebuild("accounts");
    assertThat(control.cancelRebuild("accounts")).isTrue();

    assertThat(rebuilder(RAISED).isDue()).isTrue();
  }

  @Test
  void after_a_cancel_the_lower_version_stays_and_says_how_to_go_on() {
    ProjectionControl raised = control(RAISED);
    assertThat(rebuilder(RAISED).isDue()).isTrue();
    assertThat(raised.cancelRebuild("accounts")).isTrue();

    assertThat(rebuilder(RAISED).isDue()).isFalse();
    ProjectionStatus held = raised.status("accounts").orElseThrow();
    assertThat(held.status()).isEqualTo(Status.HELD);
    assertThat(held.version()).isEqualTo(1);
    assertThat(held.programVersion()).isEqualTo(2);
    assertThat(held.note())
        .contains("version 1", "version 2", "POST /api/v1/projections/accounts/rebuild");
    assertThat(status().status()).isEqualTo(Status.RUNNING);

    raised.rebuild("accounts");
    rebuilder(RAISED).work(() -> true);
    assertThat(raised.status("accounts").orElseThrow().status()).isEqualTo(Status.RUNNING);
    assertThat(status().status()).isEqualTo(Status.STANDING_BY);
    assertThat(status().note()).contains("version 2", "version 1");
  }

  @Test
  void tables_that_are_held_stay_in_front_when_they_are_built_anew() {
    assertThat(rebuilder(RAISED).isDue()).isTrue();
    rebuilder(RAISED).work(() -> true);
    assertThat(control(RAISED).rollBack("accounts")).isEqualTo(RollBack.DONE);

    rebuild();

    assertThat(status().generation()).isEqualTo(3);
    assertThat(status().version()).isEqualTo(1);
    assertThat(rebuilder(RAISED).isDue()).as("the version that was taken back").isFalse();
    assertThat(control(RAISED).status("accounts").orElseThrow().status()).isEqualTo(Status.HELD);
  }

  @Test
  void a_member_of_a_version_that_was_taken_back_says_that_it_folds_nothing() {
    world.startRelay();
    Projections member = world.startMember(world.pool, List.of(RAISED));
    ProjectionControl raised = control(RAISED);
    await().atMost(SOON).until(() -> raised.status("accounts").orElseThrow().version() == 2);
    // It looks again after a moment.
    await().atMost(SOON).until(() -> member.standingStill().isEmpty());

    assertThat(raised.rollBack("accounts")).isEqualTo(RollBack.DONE);

    await().atMost(SOON).until(() -> member.status().getFirst().state() == RunnerStatus.State.HELD);
    assertThat(member.standingStill().get("accounts")).contains("accounts/rebuild goes on to it");
    assertThat(member.trouble()).isEmpty();
    assertThat(raised.rebuild("accounts")).isTrue();
    await().atMost(SOON).until(() -> member.standingStill().isEmpty());
  }

  @Test
  void who_sees_a_rebuild_under_way_waits_for_nobody_who_folds() {
    assertThat(rebuilder(RAISED).isDue()).isTrue();

    Boolean due = whileSomebodyFolds(() -> rebuilder(RAISED).isDue());

    assertThat(due).isTrue();
  }

  @Test
  void who_stands_by_waits_for_nobody_who_folds() {
    assertThat(rebuilder(RAISED).isDue()).isTrue();
    rebuilder(RAISED).work(() -> true);
    world.startRelay();
    Projections member = world.startMember(world.pool, List.of(ACCOUNTS));

    RunnerStatus.State state = whileSomebodyFolds(() -> stateOnceItStandsStill(member));

    assertThat(state).isEqualTo(RunnerStatus.State.STANDING_BY);
  }

  private static RunnerStatus.State stateOnceItStandsStill(Projections member) {
    await().atMost(SOON).until(() -> !member.standingStill().isEmpty());
    return member.status().getFirst().state();
  }

  /** Whoever wanted the tables alone would wait for him, and everybody else behind that one. */
  private <T> T whileSomebodyFolds(Supplier<T> work) {
    return Objects.requireNonNull(
        database
            .transaction()
            .execute(
                _ -> {
                  world.jdbc.sql("select 1 from readmodels.enter('accounts')").query().singleRow();
                  return CompletableFuture.supplyAsync(work)
                      .orTimeout(SOON.toSeconds(), TimeUnit.SECONDS)
                      .join();
                }));
  }

  @Test
  void a_roll_back_says_what_is_in_front_and_a_second_one_goes_forward_again() {
    assertThat(control.rollBack("accounts")).isEqualTo(RollBack.NOTHING_BEFORE);
    rebuild();
    assertThat(status().generation()).isEqualTo(2);
    assertThat(status().rolledBack()).isFalse();

    assertThat(control.rollBack("accounts")).isEqualTo(RollBack.DONE);
    assertThat(status().generation()).isEqualTo(1);
    assertThat(status().rolledBack()).isTrue();
    assertThat(rebuilder(RAISED).isDue()).as("the next version is built").isTrue();
    assertThat(control.cancelRebuild("accounts")).isTrue();

    assertThat(control.rollBack("accounts")).isEqualTo(RollBack.DONE);
    assertThat(status().generation()).isEqualTo(2);
    assertThat(status().rolledBack()).isFalse();
  }

  @Test
  void a_roll_back_does_not_end_a_rebuild_that_is_under_way() {
    rebuild();
    control.rebuild("accounts");

    assertThat(control.rollBack("accounts")).isEqualTo(RollBack.REBUILD_UNDER_WAY);

    rebuilder(ACCOUNTS).work(() -> true);
    assertThat(status().generation()).isEqualTo(3);
  }

  @Test
  void tables_from_before_a_migration_are_no_way_back() {
    rebuild();
    assertThat(status().canRollBack()).isTrue();
    migrate();

    assertThat(status().canRollBack()).isFalse();
    assertThat(control.rollBack("accounts")).isEqualTo(RollBack.OTHER_COLUMNS);
    rebuild();
    assertThat(status().canRollBack()).isTrue();
    assertThat(control.rollBack("accounts")).isEqualTo(RollBack.DONE);
    assertThat(world.texts("select remark from readmodels.account")).isNotEmpty();
  }

  @Test
  void a_rebuild_that_a_migration_came_into_begins_anew() {
    control.rebuild("accounts");
    AtomicInteger pages = new AtomicInteger();
    rebuilder(ACCOUNTS).work(() -> pages.incrementAndGet() < 3);
    assertThat(Objects.requireNonNull(status().rebuild()).position()).isPositive();
    migrate();

    rebuilder(ACCOUNTS).work(() -> true);
    rebuilder(ACCOUNTS).work(() -> true);

    assertThat(status().rebuild()).isNull();
    assertThat(world.texts("select remark from readmodels.account")).isNotEmpty();
  }

  private void migrate() {
    world
        .jdbc
        .sql("alter table readmodels.account add column remark text not null default ''")
        .update();
  }

  private void rebuild() {
    control.rebuild("accounts");
    rebuilder(ACCOUNTS).work(() -> true);
  }

  private Rebuilder rebuilder(Projection projection) {
    Folder folder = new Folder(database, projection, world.log, World.TYPES);
    return new Rebuilder(database, projection, world.log, folder, 10);
  }

  private ProjectionControl control(Projection projection) {
    return new ProjectionControl(List.of(projection), world.pool, world.log, Clock.systemUTC());
  }

  private ProjectionStatus status() {
    return control.status("accounts").orElseThrow();
  }

  private List<RecordedEvent> accounts() {
    return world.events().stream()
        .filter(event -> event.streamId().category().equals("account"))
        .toList();
  }
}
