package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.projections.accounts.AccountProjection;
import dev.skald.projections.accounts.AccountQueries;
import dev.skald.projections.engine.ProjectionStatus.Status;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RebuildTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final AccountProjection ACCOUNTS = new AccountProjection();
  private static final Projection RAISED = new Raised(ACCOUNTS, 2);
  private final Histories history = new Histories(21);
  private World world;
  private ReadModels readModels;
  private ProjectionControl control;

  @BeforeEach
  void open() {
    world = new World();
    readModels = new ReadModels(world.pool);
    control = new ProjectionControl(List.of(ACCOUNTS), world.pool, world.log, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    readModels.close();
    world.close();
  }

  @Test
  void rebuilt_under_load_with_readers_the_rows_are_those_of_the_log() {
    world.startRelay();
    world.startMember(world.pool, List.of(ACCOUNTS));
    history.append(world, 60, 5);
    awaitHead();
    AtomicBoolean reading = new AtomicBoolean(true);
    var readers = CompletableFuture.supplyAsync(() -> fewestAccountsSeen(reading));

    assertThat(control.rebuild("accounts")).isTrue();
    await()
        .atMost(SOON)
        .until(
            () -> {
              history.append(world, 3, 5);
              return status().rebuild() == null;
            });
    history.append(world, 20, 5);
    awaitHead();
    reading.set(false);

    assertThat(readers.join()).isEqualTo(5);
    assertSameAsTheLog();
    assertThat(status().canRollBack()).isTrue();
    assertThat(generation()).isEqualTo(2);
  }

  @Test
  void tables_that_were_right_have_the_same_checksums_when_rebuilt() {
    world.startRelay();
    world.startMember(world.pool, List.of(ACCOUNTS));
    history.append(world, 40, 4);
    awaitHead();

    control.rebuild("accounts");
    awaitRebuilt();

    assertThat(status().lastSwap()).hasSize(2).allMatch(ProjectionStatus.Comparison::same);
  }

  @Test
  void a_rebuild_that_was_cut_off_goes_on_where_it_was() {
    history.append(world, 40, 4);
    Database database = Database.of(world.pool);
    Folder folder = world.folder(world.pool, ACCOUNTS);
    control.rebuild("accounts");
    AtomicInteger pages = new AtomicInteger();

    rebuilder(database, folder).work(() -> pages.incrementAndGet() < 3);
    var halfway = Objects.requireNonNull(status().rebuild());
    rebuilder(database, folder).work(() -> true);

    assertThat(halfway.position()).isPositive().isLessThan(halfway.target());
    assertThat(status().rebuild()).isNull();
    assertSameAsTheLog();
    assertThat(status().position()).isEqualTo(world.log.head());
  }

  @Test
  void a_cancelled_rebuild_leaves_what_was_in_use() {
    history.append(world, 40, 4);
    Database database = Database.of(world.pool);
    Folder folder = world.folder(world.pool, ACCOUNTS);
    control.rebuild("accounts");
    AtomicInteger pages = new AtomicInteger();
    rebuilder(database, folder).work(() -> pages.incrementAndGet() < 3);

    assertThat(control.cancelRebuild("accounts")).isTrue();
    rebuilder(database, folder).work(() -> true);

    assertThat(generation()).isEqualTo(1);
    assertThat(status().status()).isEqualTo(Status.RUNNING);
    assertThat(World.rows(world.pool, ACCOUNTS)).isEmpty();
  }

  @Test
  void one_that_is_cancelled_while_it_is_built_just_ends() {
    history.append(world, 40, 4);
    Database database = Database.of(world.pool);
    Folder folder = world.folder(world.pool, ACCOUNTS);
    AtomicInteger looks = new AtomicInteger();
    control.rebuild("accounts");

    rebuilder(database, folder)
        .work(
            () -> {
              if (looks.incrementAndGet() == 2) {
                control.cancelRebuild("accounts");
              }
              return true;
            });

    assertThat(looks.get()).isGreaterThan(1);
    assertThat(status().rebuild()).isNull();
    assertThat(generation()).isEqualTo(1);
  }

  @Test
  void one_begun_anew_when_another_had_all_is_not_taken_for_that() {
    history.append(world, 40, 4);
    Database database = Database.of(world.pool);
    Folder folder = world.folder(world.pool, ACCOUNTS);
    control.rebuild("accounts");
    AtomicBoolean anew = new AtomicBoolean();

    rebuilder(database, folder)
        .work(
            () -> {
              if (hasAll() && !anew.getAndSet(true)) {
                control.rebuild("accounts");
              }
              return true;
            });

    assertThat(anew).isTrue();
    assertThat(generation()).isEqualTo(1);
    rebuilder(database, folder).work(() -> true);
    assertThat(generation()).isEqualTo(3);
    assertSameAsTheLog();
  }

  @Test
  void what_came_while_it_was_built_is_folded_before_the_swap_which_others_wait_for() {
    history.append(world, 40, 4);
    Database database = Database.of(world.pool);
    Folder folder = world.folder(world.pool, ACCOUNTS);
    control.rebuild("accounts");
    List<Long> behind = new ArrayList<>();

    rebuilder(database, folder)
        .work(
            () -> {
              if (behind.size() < 3) {
                history.append(world, 5, 4);
              }
              var rebuild = Objects.requireNonNull(status().rebuild());
              behind.add(world.log.head() - rebuild.position());
              return true;
            });

    assertThat(behind.getLast()).isZero();
    assertSameAsTheLog();
  }

  @Test
  void one_that_was_paused_when_it_had_all_is_swapped_in_once_it_is_resumed() {
    history.append(world, 40, 4);
    Database database = Database.of(world.pool);
    Folder folder = world.folder(world.pool, ACCOUNTS);
    control.rebuild("accounts");

    rebuilder(database, folder)
        .work(
            () -> {
              if (hasAll()) {
                control.pause("accounts");
              }
              return true;
            });

    assertThat(generation()).isEqualTo(1);
    control.resume("accounts");
    rebuilder(database, folder).work(() -> true);
    assertThat(generation()).isEqualTo(2);
    assertSameAsTheLog();
  }

  @Test
  void what_a_higher_version_builds_no_lower_one_fills() {
    history.append(world, 40, 4);
    Database database = Database.of(world.pool);
    Folder folder = world.folder(world.pool, ACCOUNTS);
    assertThat(new Rebuilder(database, RAISED, world.log, folder, 10).isDue()).isTrue();

    rebuilder(database, folder).work(() -> true);

    assertThat(generation()).isEqualTo(1);
    assertThat(Objects.requireNonNull(status().rebuild()).position()).isZero();
  }

  @Test
  void a_swap_taken_back_goes_on_from_where_the_old_tables_were_left() {
    world.startRelay();
    world.startMember(world.pool, List.of(ACCOUNTS));
    history.append(world, 20, 4);
    awaitHead();
    control.rebuild("accounts");
    awaitRebuilt();
    history.append(world, 20, 4);
    awaitHead();

    assertThat(control.rollBack("accounts")).isEqualTo(ProjectionControl.RollBack.DONE);
    history.append(world, 20, 4);
    awaitHead();

    assertThat(generation()).isEqualTo(1);
    assertSameAsTheLog();
  }

  @Test
  void a_swap_taken_back_catches_up_though_nothing_new_arrives() {
    world.startRelay();
    world.startMember(world.pool, List.of(ACCOUNTS));
    history.append(world, 20, 4);
    awaitHead();
    control.rebuild("accounts");
    awaitRebuilt();
    history.append(world, 20, 4);
    awaitHead();

    control.rollBack("accounts");
    awaitHead();

    assertThat(generation()).isEqualTo(1);
    assertSameAsTheLog();
  }

  @Test
  void a_higher_version_is_built_beside_the_old_one_by_itself() {
    world.startRelay();
    Projections old = world.startMember(world.pool, List.of(ACCOUNTS));
    history.append(world, 40, 4);
    awaitHead();

    Projections raised = world.startMember(world.pool, List.of(RAISED));
    await().atMost(SOON).until(() -> generation() == 2);
    history.append(world, 20, 4);
    awaitHead();

    assertSameAsTheLog();
    assertThat(status().version()).isEqualTo(2);
    await()
        .atMost(SOON)
        .until(() -> old.status().getFirst().state() == RunnerStatus.State.STANDING_BY);
    assertThat(raised.status().getFirst().state()).isEqualTo(RunnerStatus.State.RUNNING);
  }

  @Test
  void a_paused_projection_stands_still_until_it_is_resumed() {
    world.startRelay();
    Projections member = world.startMember(world.pool, List.of(ACCOUNTS));
    history.append(world, 10, 4);
    awaitHead();
    assertThat(control.pause("accounts")).isTrue();
    List<String> before = World.rows(world.pool, ACCOUNTS);
    history.append(world, 10, 4);

    await()
        .atMost(SOON)
        .until(() -> member.status().getFirst().state() == RunnerStatus.State.PAUSED);
    assertThat(World.rows(world.pool, ACCOUNTS)).isEqualTo(before);
    assertThat(status().status()).isEqualTo(Status.PAUSED);
    assertThat(status().lag().events()).isPositive();

    control.resume("accounts");
    awaitHead();
    assertSameAsTheLog();
    assertThat(status().lag().events()).isZero();
  }

  private int fewestAccountsSeen(AtomicBoolean reading) {
    AccountQueries queries = new AccountQueries(world.jdbc);
    int fewest = Integer.MAX_VALUE;
    while (reading.get()) {
      var page = queries.accounts(dev.skald.projections.accounts.AccountFilter.ALL, 100, null);
      fewest = Math.min(fewest, page.items().size());
    }
    return fewest;
  }

  private boolean hasAll() {
    var rebuild = status().rebuild();
    return rebuild != null && rebuild.position() == world.log.head();
  }

  private Rebuilder rebuilder(Database database, Folder folder) {
    return new Rebuilder(database, ACCOUNTS, world.log, folder, 10);
  }

  private ProjectionStatus status() {
    return control.status("accounts").orElseThrow();
  }

  private long generation() {
    return new Generations(Database.of(world.pool)).active("accounts").orElseThrow().generation();
  }

  private void awaitRebuilt() {
    await().atMost(SOON).until(() -> status().rebuild() == null);
  }

  private void awaitHead() {
    assertThat(readModels.await("accounts", world.log.head(), SOON)).isTrue();
  }

  private void assertSameAsTheLog() {
    assertThat(World.rows(world.pool, ACCOUNTS)).isEqualTo(world.fromZero(ACCOUNTS));
  }
}
