package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.domain.Money;
import dev.skald.domain.accounts.AccountEvent.AccountFrozen;
import dev.skald.domain.accounts.AccountEvent.AccountOpened;
import dev.skald.domain.orders.OrderEvent.OrderCancelled;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.projections.accounts.AccountProjection;
import dev.skald.projections.engine.Checkpoints.Checkpoint;
import dev.skald.projections.engine.Checkpoints.Move;
import dev.skald.projections.engine.Folder.Batch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How far a projection is, where all that it folds was relayed in the same program. */
class ClaimedPositionTest {

  private static final AccountProjection ACCOUNTS = new AccountProjection();

  private final World world = new World();
  private final RelayedHere relayed = new RelayedHere();
  private final Due due = relayed.dueOf(ACCOUNTS);
  private FoldingBehind folding;
  private List<RecordedEvent> events;

  @BeforeEach
  void open() {
    folding =
        new FoldingBehind(
            ACCOUNTS,
            world.folder(world.pool, ACCOUNTS),
            due,
            new ProjectionMetrics(new SimpleMeterRegistry(), ACCOUNTS),
            _ -> {});
    world.append("account-1", opened());
    world.append("account-2", opened());
    world.append("account-1", new AccountFrozen("why"));
    world.append("order-1", new OrderCancelled());
    events = world.events();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void moves_together_with_the_rows() {
    relayed.sending(0, events, at(3));

    fold(0);
    assertThat(position()).isEqualTo(at(0));
    fold(1, 2);
    assertThat(position()).isEqualTo(at(3));
  }

  @Test
  void waits_for_what_another_partition_has_yet_to_bring() {
    relayed.sending(0, events, at(3));

    fold(1);
    assertThat(position()).isZero();
    fold(0);
    assertThat(position()).isEqualTo(at(1));
  }

  @Test
  void counts_nothing_that_the_database_has_lost_since() {
    relayed.sending(0, events, at(3));
    fold(1);
    loseCheckpointOf(partition(1));

    assertThatThrownBy(() -> fold(0)).isInstanceOf(Overtaken.class);

    fold(0);
    assertThat(position()).isEqualTo(at(0));
  }

  @Test
  void builds_on_no_position_that_the_database_has_lost() {
    relayed.sending(0, events.subList(0, 1), at(0));
    fold(0);
    relayed.sending(at(0), events.subList(1, 2), at(1));
    losePosition();

    fold(1);
    assertThat(position()).isZero();

    foundOutOtherwise(at(1));
    relayed.sending(at(1), events.subList(2, 4), at(3));
    fold(2);
    assertThat(position()).isEqualTo(at(3));
  }

  @Test
  void knows_nothing_of_what_was_relayed_elsewhere() {
    relayed.sending(0, events.subList(0, 1), at(0));
    fold(0);
    relayed.sending(at(1), events.subList(2, 4), at(3));

    fold(2);
    assertThat(position()).isEqualTo(at(0));
  }

  @Test
  void is_not_put_off_by_a_page_that_is_sent_again() {
    relayed.sending(0, events.subList(0, 2), at(1));
    fold(0, 1);
    relayed.sending(0, events, at(3));

    fold(0, 1);
    fold(2);
    assertThat(position()).isEqualTo(at(3));
  }

  @Test
  void moves_past_what_is_not_its_own_with_nothing_folded() {
    relayed.sending(0, events.subList(0, 3), at(2));
    fold(0, 1, 2);

    relayed.sending(at(2), events.subList(3, 4), at(3));

    Claim claim = due.idle();
    assertThat(new Positions(Database.of(world.pool)).claim(Map.of(ACCOUNTS, claim)))
        .containsExactly(ACCOUNTS.name());
    assertThat(position()).isEqualTo(at(3));
  }

  @Test
  void says_nothing_of_tables_that_another_version_has_built() {
    relayed.sending(0, events, at(3));
    Projection raised = new Raised(ACCOUNTS, ACCOUNTS.version() + 1);

    assertThat(
            new Positions(Database.of(world.pool))
                .claim(Map.of(raised, new Claim(0, at(3), List.of()))))
        .isEmpty();
    assertThat(position()).isZero();
  }

  @Test
  void waits_for_what_comes_along_only_when_a_page_is_sent_again() {
    relayed.sending(0, List.of(events.get(0), events.get(2)), at(3));
    relayed.sending(0, events, at(3));

    fold(0, 2);
    assertThat(position()).isEqualTo(at(0));
    fold(1);
    assertThat(position()).isEqualTo(at(3));
  }

  @Test
  void forgets_what_it_had_folded_where_it_begins_anew() {
    relayed.sending(0, events, at(3));
    fold(1);
    loseCheckpointOf(partition(1));

    folding.beginAnew();

    fold(0);
    assertThat(position()).isEqualTo(at(0));
  }

  @Test
  void is_told_by_the_batch_where_one_has_the_row() throws Exception {
    relayed.sending(0, events, at(3));
    try (Connection batch = world.pool.getConnection()) {
      batch.setAutoCommit(false);
      try (Statement statement = batch.createStatement()) {
        statement.execute("update readmodels.generation set position = 1");
        foundOutOtherwise(at(3));
      }
      batch.rollback();
    }
    assertThat(position()).isZero();
  }

  @Test
  void has_nothing_to_move_past_while_something_is_due() {
    relayed.sending(0, events, at(3));

    assertThat(due.idle()).isEqualTo(Claim.NONE);
  }

  private static AccountOpened opened() {
    return new AccountOpened("ada", "CURRENT", Money.of("10.00", "EUR"));
  }

  /** Each event comes by a partition of its own. */
  private void fold(int... indexes) {
    List<RecordedEvent> batch = Arrays.stream(indexes).mapToObj(events::get).toList();
    List<Move> moves =
        Arrays.stream(indexes)
            .mapToObj(
                index ->
                    new Move(
                        new Checkpoint(partition(index), "id", next(index)),
                        new Checkpoint(partition(index), "id", next(index) + 1)))
            .toList();
    folding.fold(new Batch(1, batch, List.of(), moves));
  }

  private long next(int index) {
    Checkpoint known =
        new Checkpoints(Database.of(world.pool)).read(ACCOUNTS.name(), 1).get(partition(index));
    return known == null ? 0 : known.nextOffset();
  }

  private void loseCheckpointOf(TopicPartition partition) {
    world
        .jdbc
        .sql("delete from readmodels.checkpoint where topic = ? and partition = ?")
        .params(partition.topic(), partition.partition())
        .update();
  }

  private void losePosition() {
    world.jdbc.sql("update readmodels.generation set position = 0").update();
  }

  private void foundOutOtherwise(long position) {
    new Positions(Database.of(world.pool))
        .reached(List.of(new Positions.Reached(ACCOUNTS.name(), 1, position)));
    due.reached(position);
  }

  private static TopicPartition partition(int index) {
    return new TopicPartition("account", index);
  }

  private long at(int index) {
    return events.get(index).position();
  }

  private long position() {
    return new Generations(Database.of(world.pool))
        .active(ACCOUNTS.name())
        .orElseThrow()
        .position();
  }
}
