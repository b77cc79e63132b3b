package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.domain.CustomerId;
import dev.skald.domain.EventTypes;
import dev.skald.domain.Money;
import dev.skald.domain.orders.OrderEvent.OrderCancelled;
import dev.skald.domain.payments.PaymentEvent.PaymentRefunded;
import dev.skald.domain.payments.PaymentEvent.PaymentTaken;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.RelayParking;
import dev.skald.projections.orders.OrderProjection;
import dev.skald.projections.payments.PaymentProjection;
import dev.skald.projections.payments.PaymentQueries;
import dev.skald.projections.payments.PaymentView;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A member of the build before folds an event of a type that only the next build knows. */
class UnknownTypeTest {

  private static final Projection PAYMENTS = new PaymentProjection();

  private static final EventTypeRegistry OLD =
      new EventTypeRegistry(
          EventTypes.ALL.stream()
              .filter(t -> !Set.of("PaymentRefunded", "OrderCancelled").contains(t.name()))
              .map(t -> new EventTypeRegistry.EventType(t.name(), t.version(), t.data()))
              .toList());

  @Test
  void an_event_that_an_older_member_does_not_know_waits_for_a_newer_one() {
    try (World world = new World()) {
      refundFoldedBy(OLD, world);

      DeadLetterDesk newer = desk(world, World.TYPES);
      DeadLetter letter = newer.list(PAYMENTS.name(), DeadLetterDesk.BEGIN, 10).getFirst();
      assertThat(letter.cause()).isEqualTo(DeadLetter.Cause.UNKNOWN_TYPE);
      assertThat(letter.error()).contains("knows no event 'PaymentRefunded'");

      assertThat(newer.replay(letter.id())).isEqualTo(DeadLetter.Settled.DONE);
      assertThat(status(world)).isEqualTo(PaymentView.Status.REFUNDED);
    }
  }

  @Test
  void a_newer_member_goes_on_with_it_by_itself_and_an_older_one_leaves_it() {
    try (World world = new World()) {
      refundFoldedBy(OLD, world);
      Database database = Database.of(world.pool);
      ParkedStreams older = new ParkedStreams(List.of(PAYMENTS), database, world.log, OLD);

      assertThat(older.replayUnderstood()).isZero();
      world.startMember(world.pool, List.of(PAYMENTS));

      await().until(() -> status(world) == PaymentView.Status.REFUNDED);
      assertThat(desk(world, World.TYPES).list(PAYMENTS.name(), DeadLetterDesk.BEGIN, 10))
          .extracting(DeadLetter::state)
          .containsExactly(DeadLetter.State.REPLAYED);
    }
  }

  @Test
  void a_stream_that_cannot_be_gone_on_with_keeps_nobody_from_the_others() {
    try (World world = new World()) {
      Projection orders = new OrderProjection();
      world.append("order-1", new OrderCancelled());
      fold(OLD, orders, world);
      refundFoldedBy(OLD, world);
      world.jdbc.sql("drop table readmodels.customer_order").update();

      ParkedStreams newer =
          new ParkedStreams(
              List.of(orders, PAYMENTS), Database.of(world.pool), world.log, World.TYPES);

      assertThat(newer.replayUnderstood()).isOne();
      assertThat(status(world)).isEqualTo(PaymentView.Status.REFUNDED);
    }
  }

  private static void refundFoldedBy(EventTypeRegistry types, World world) {
    world.append(
        "payment-1", new PaymentTaken(new CustomerId("ada"), Money.of("5.00", "EUR"), "o1"));
    world.append("payment-1", new PaymentRefunded(Money.of("5.00", "EUR")));
    fold(types, PAYMENTS, world);
  }

  private static void fold(EventTypeRegistry types, Projection projection, World world) {
    Database database = Database.of(world.pool);
    new Generations(database).register(projection);
    List<RecordedEvent> own =
        world.events().stream()
            .filter(
                event ->
                    projection.sources().stream()
                        .anyMatch(it -> it.category().equals(event.streamId().category())))
            .toList();
    new Folder(database, projection, world.log, types)
        .fold(new Folder.Batch(1, own, List.of(), List.of()));
  }

  private static DeadLetterDesk desk(World world, EventTypeRegistry types) {
    return new DeadLetterDesk(
        List.of(PAYMENTS),
        world.pool,
        world.log,
        types,
        new RelayParking(world.pool, world.prefix));
  }

  private static PaymentView.Status status(World world) {
    return new PaymentQueries(world.jdbc).payment("1").orElseThrow().status();
  }
}
