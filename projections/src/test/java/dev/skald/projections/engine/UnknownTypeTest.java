package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.CustomerId;
import dev.skald.domain.EventTypes;
import dev.skald.domain.Money;
import dev.skald.domain.payments.PaymentEvent.PaymentRefunded;
import dev.skald.domain.payments.PaymentEvent.PaymentTaken;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.RelayParking;
import dev.skald.projections.payments.PaymentProjection;
import dev.skald.projections.payments.PaymentQueries;
import dev.skald.projections.payments.PaymentView;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A member of the build before folds an event of a type that only the next build knows. */
class UnknownTypeTest {

  private static final EventTypeRegistry OLD =
      new EventTypeRegistry(
          EventTypes.ALL.stream()
              .filter(t -> !t.name().equals("PaymentRefunded"))
              .map(t -> new EventTypeRegistry.EventType(t.name(), t.version(), t.data()))
              .toList());

  @Test
  void an_event_that_an_older_member_does_not_know_waits_for_a_newer_one() {
    try (World world = new World()) {
      Projection payments = new PaymentProjection();
      world.append(
          "payment-1", new PaymentTaken(new CustomerId("ada"), Money.of("5.00", "EUR"), "o1"));
      world.append("payment-1", new PaymentRefunded(Money.of("5.00", "EUR")));
      Database database = Database.of(world.pool);
      new Generations(database).register(payments);

      new Folder(database, payments, world.log, OLD)
          .fold(new Folder.Batch(1, world.events(), List.of(), List.of()));

      DeadLetterDesk newer =
          new DeadLetterDesk(
              List.of(payments),
              world.pool,
              world.log,
              World.TYPES,
              new RelayParking(world.pool, world.prefix));
      DeadLetter letter = newer.list(payments.name(), DeadLetterDesk.BEGIN, 10).getFirst();
      assertThat(letter.cause()).isEqualTo(DeadLetter.Cause.UNKNOWN_TYPE);
      assertThat(letter.error()).contains("knows no event 'PaymentRefunded'");

      assertThat(newer.replay(letter.id())).isEqualTo(DeadLetter.Settled.DONE);
      assertThat(new PaymentQueries(world.jdbc).payment("1").orElseThrow().status())
          .isEqualTo(PaymentView.Status.REFUNDED);
    }
  }
}
