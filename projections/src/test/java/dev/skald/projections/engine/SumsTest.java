package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.domain.CustomerId;
import dev.skald.domain.Money;
import dev.skald.domain.payments.PaymentEvent.PaymentRefunded;
import dev.skald.domain.payments.PaymentEvent.PaymentTaken;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.projections.Page;
import dev.skald.projections.Rank;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** Rows that several streams share, and several members write. */
class SumsTest {

  private static final Projection PAYERS = new Payers();
  private static final int CUSTOMERS = 60;
  private static final int ROUNDS = 15;
  private World world;

  @BeforeEach
  void open() {
    world = new World();
    world.jdbc.sql(Payers.TABLES).update();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void what_was_counted_before_counts_once_however_the_events_are_cut_into_batches() {
    take("1", "ada", "25.00");
    take("2", "ada", "5.00");
    take("3", "bob", "40.00");
    world.append("payment-1", new PaymentRefunded(Money.of("25.00", "EUR")));
    Folder folder = world.folder(world.pool, PAYERS);
    List<RecordedEvent> events = world.events();

    events.forEach(event -> folder.fold(batch(List.of(event))));
    folder.fold(batch(events));

    assertThat(paid()).containsExactly("bob 40.0000", "ada 5.0000");
  }

  @Test
  void an_event_that_cannot_be_applied_leaves_the_sums_of_others_right() {
    take("1", "ada", "25.00");
    take("2", "ada", "5.00");
    world.append("payment-3", new PaymentRefunded(Money.of("1.00", "EUR")));
    world.append("payment-1", new PaymentRefunded(Money.of("25.00", "EUR")));

    world.folder(world.pool, PAYERS).fold(batch(world.events()));

    assertThat(paid()).containsExactly("ada 5.0000");
    assertThat(world.texts("select stream_id from readmodels.dead_letter"))
        .containsExactly("payment-3");
  }

  @Test
  void members_that_add_to_the_same_rows_in_opposite_orders_do_not_wait_in_a_circle() {
    Folder one = world.folder(world.pool, PAYERS);
    Folder other = world.folder(world.pool, PAYERS);
    List<String> failures = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < CUSTOMERS; i++) {
        take("a" + round + "-" + i, "c" + i, "1.00");
        take("b" + round + "-" + i, "c" + i, "1.00");
      }
      List<RecordedEvent> events = world.events();
      CyclicBarrier begin = new CyclicBarrier(2);
      var up = member(one, of(events, "a" + round + "-"), begin);
      var down = member(other, of(events, "b" + round + "-").reversed(), begin);
      failures.addAll(up.join());
      failures.addAll(down.join());
    }

    assertThat(failures).isEmpty();
    assertThat(world.texts("select distinct paid::text from readmodels.payer"))
        .containsExactly("%d.0000".formatted(2 * ROUNDS));
  }

  @Test
  void a_list_that_is_sorted_by_a_sum_goes_on_behind_its_cursor() {
    take("1", "ada", "25.00");
    take("2", "bob", "25.00");
    take("3", "cid", "40.00");
    take("4", "dan", "5.00");
    world.folder(world.pool, PAYERS).fold(batch(world.events()));

    assertThat(paid()).containsExactly("cid 40.0000", "bob 25.0000", "ada 25.0000", "dan 5.0000");
    for (String wrong : List.of("", "abc", "%", "cDE", "cjEA", "cjEuMCAA")) {
      assertThatThrownBy(() -> Rank.of(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("cursor '%s' is not one of ours", wrong);
    }
  }

  /** What went wrong, until it went well: what is wrong with the world is tried again. */
  private static CompletableFuture<List<String>> member(
      Folder folder, List<RecordedEvent> events, CyclicBarrier begin) {
    return CompletableFuture.supplyAsync(
        () -> {
          List<String> failures = new ArrayList<>();
          meet(begin);
          while (true) {
            try {
              folder.fold(batch(events));
              return failures;
            } catch (DataAccessException e) {
              failures.add(Failures.describe(e));
            }
          }
        });
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> paid() {
    List<String> all = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      Page<Payers.Payer> page = Payers.list(world.jdbc, "EUR", 1, Rank.of(cursor));
      page.items().forEach(payer -> all.add(payer.customerId() + " " + payer.paid()));
      cursor = page.nextCursor();
    } while (cursor != null);
    return all;
  }

  private void take(String payment, String customer, String amount) {
    world.append(
        "payment-" + payment,
        new PaymentTaken(new CustomerId(customer), Money.of(amount, "EUR"), payment));
  }

  private static List<RecordedEvent> of(List<RecordedEvent> events, String prefix) {
    return events.stream().filter(e -> e.streamId().id().startsWith(prefix)).toList();
  }

  private static Folder.Batch batch(List<RecordedEvent> events) {
    return new Folder.Batch(1, events, List.of(), List.of());
  }
}
