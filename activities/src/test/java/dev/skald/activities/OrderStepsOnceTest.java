package dev.skald.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.domain.Address;
import dev.skald.domain.CustomerId;
import dev.skald.domain.Money;
import dev.skald.domain.OrderId;
import dev.skald.domain.Sku;
import dev.skald.domain.payments.PaymentId;
import dev.skald.domain.shipping.ShipmentId;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.UndoAnswer;
import dev.skald.workflows.steps.LoyaltySteps;
import dev.skald.workflows.steps.NotificationSteps;
import dev.skald.workflows.steps.OrderSteps;
import dev.skald.workflows.steps.PaymentSteps;
import dev.skald.workflows.steps.ShippingSteps;
import dev.skald.workflows.steps.StockSteps;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever step of an order it is: it happens once, is undone once, and a refusal stands. */
class OrderStepsOnceTest {

  private static final Sku BOOK = new Sku("book");
  private static final CustomerId CUSTOMER = new CustomerId("c-1");
  private static final Money PAID = Money.of("25.00", "EUR");
  private static final Address HOME = new Address("Ada", "Main Street 1", "Bremen", "DE");
  private static final Address NOWHERE = new Address("Ada", "Main Street 1", "Bremen", "ZZ");

  private static Participants participants;

  /**
   * A step, its undo, a refused sibling of it, and what they leave in which stream of order {@code
   * id}.
   */
  private record Case(
      String step,
      Function<StepCall, StepAnswer<?>> perform,
      Function<StepCall, StepAnswer<?>> refused,
      String code,
      Function<StepCall, UndoAnswer> undo,
      String stream,
      String done,
      String undone) {}

  @BeforeAll
  static void start() {
    participants = Participants.on(Participants.newDatabase());
    participants.offer(BOOK, "12.50", 1_000);
  }

  @AfterAll
  static void stop() {
    participants.close();
  }

  @TestFactory
  List<DynamicTest> a_step_asked_again_answers_the_same_and_happens_once() {
    return each(
        OrderStepsOnceTest::cases,
        (id, one) -> {
          StepCall call = Participants.call(id, one.step());

          StepAnswer<?> first = one.perform().apply(call);
          StepAnswer<?> again = one.perform().apply(call);

          assertThat(again).isEqualTo(first);
          assertThat(first.commandId()).isEqualTo(call.commandId());
          assertThat(ofThisOrder(one, id)).containsExactly(one.done());
          assertThat(participants.types("saga-" + id)).containsExactly("StepCompleted");
        });
  }

  @TestFactory
  List<DynamicTest> a_refusal_has_its_code_stands_and_leaves_no_fact() {
    return each(
        OrderStepsOnceTest::cases,
        (id, one) -> {
          StepCall call = Participants.call(id, one.step());

          assertRefused(() -> one.refused().apply(call), one.code());
          assertRefused(() -> one.refused().apply(call), one.code());

          assertThat(ofThisOrder(one, id)).isEmpty();
          assertThat(participants.types("saga-" + id)).containsExactly("StepRefused");
        });
  }

  @TestFactory
  List<DynamicTest> an_undo_takes_it_back_once_however_often_it_is_asked() {
    return each(
        OrderStepsOnceTest::reversible,
        (id, one) -> {
          StepCall call = Participants.call(id, one.step());
          StepAnswer<?> done = one.perform().apply(call);

          UndoAnswer first = one.undo().apply(call);
          UndoAnswer again = one.undo().apply(call);

          assertThat(done.commandId()).isEqualTo(call.commandId());
          assertThat(first.changed()).isTrue();
          assertThat(again).isEqualTo(first);
          assertRefused(() -> one.perform().apply(call), "step-undone");
          assertThat(ofThisOrder(one, id)).containsExactly(one.done(), one.undone());
        });
  }

  @TestFactory
  List<DynamicTest> an_undo_before_its_step_keeps_it_from_happening() {
    return each(
        OrderStepsOnceTest::reversible,
        (id, one) -> {
          StepCall call = Participants.call(id, one.step());

          assertThat(one.undo().apply(call).changed()).isFalse();

          assertRefused(() -> one.perform().apply(call), "step-undone");
          assertThat(ofThisOrder(one, id)).isEmpty();
        });
  }

  @TestFactory
  List<DynamicTest> an_undo_of_what_was_refused_changes_nothing() {
    return each(
        OrderStepsOnceTest::reversible,
        (id, one) -> {
          StepCall call = Participants.call(id, one.step());
          assertRefused(() -> one.refused().apply(call), one.code());

          assertThat(one.undo().apply(call).changed()).isFalse();
          assertRefused(() -> one.refused().apply(call), one.code());
          assertThat(ofThisOrder(one, id)).isEmpty();
        });
  }

  private static List<Case> cases(String id) {
    var stock = participants.get(StockSteps.class);
    var orders = participants.get(OrderSteps.class);
    var payments = participants.get(PaymentSteps.class);
    var loyalty = participants.get(LoyaltySteps.class);
    return List.of(
        new Case(
            "validate-order",
            call -> orders.validate(call, order(id, BOOK)),
            call -> orders.validate(call, order(id, new Sku("dream"))),
            "product-unknown",
            call -> orders.cancel(call, order(id, BOOK)),
            "order-" + id,
            "OrderValidated",
            "OrderCancelled"),
        new Case(
            "reserve-stock",
            call -> stock.reserve(call, reservation(id, 2)),
            call -> stock.reserve(call, reservation(id, 1_001)),
            "out-of-stock",
            call -> stock.release(call, reservation(id, 2)),
            "product-book",
            "StockReserved",
            "StockReleased"),
        new Case(
            "take-payment",
            call -> payments.take(call, payment(id, "tok")),
            call -> payments.take(call, payment(id, "declined-tok")),
            "payment-declined",
            call -> payments.refund(call, payment(id, "tok")),
            "payment-" + id,
            "PaymentTaken",
            "PaymentRefunded"),
        new Case(
            "award-points",
            call -> loyalty.award(call, new LoyaltySteps.AwardPoints(CUSTOMER, PAID, id)),
            call ->
                loyalty.award(
                    call, new LoyaltySteps.AwardPoints(CUSTOMER, Money.of("-1", "EUR"), id)),
            "invalid-amount",
            call -> loyalty.revoke(call, new LoyaltySteps.AwardPoints(CUSTOMER, PAID, id)),
            "points-" + id,
            "PointsAwarded",
            "PointsRevoked"),
        new Case(
            "create-shipment",
            call -> participants.get(ShippingSteps.class).create(call, shipment(id, HOME)),
            call -> participants.get(ShippingSteps.class).create(call, shipment(id, NOWHERE)),
            "country-not-served",
            OrderStepsOnceTest::noUndo,
            "shipment-" + id,
            "ShipmentCreated",
            ""),
        new Case(
            "send-confirmation",
            call -> participants.get(NotificationSteps.class).send(call, note(id, "c-1")),
            call -> participants.get(NotificationSteps.class).send(call, note(id, "unreachable-1")),
            "recipient-unreachable",
            OrderStepsOnceTest::noUndo,
            "notification-" + id,
            "NotificationSent",
            ""));
  }

  private static List<Case> reversible(String id) {
    return cases(id).stream().filter(one -> !one.undone().isEmpty()).toList();
  }

  private static UndoAnswer noUndo(StepCall call) {
    throw new AssertionError(call.step() + " has no undo");
  }

  static OrderSteps.ValidateOrder order(String id, Sku sku) {
    return new OrderSteps.ValidateOrder(
        new OrderId(id), CUSTOMER, List.of(new OrderSteps.Line(sku, 2)), HOME);
  }

  static StockSteps.ReserveStock reservation(String id, long quantity) {
    return new StockSteps.ReserveStock(
        new OrderId(id), List.of(new StockSteps.Line(BOOK, quantity)));
  }

  static PaymentSteps.TakePayment payment(String id, String token) {
    return new PaymentSteps.TakePayment(new PaymentId(id), CUSTOMER, PAID, token, id);
  }

  private static ShippingSteps.CreateShipment shipment(String id, Address shipTo) {
    return new ShippingSteps.CreateShipment(
        new ShipmentId(id), new OrderId(id), List.of(new ShippingSteps.Line(BOOK, 2)), shipTo);
  }

  private static NotificationSteps.SendNotification note(String id, String recipient) {
    return new NotificationSteps.SendNotification(
        id, List.of(recipient), "Your order", "It is on its way.", id);
  }

  /** A product's stream has those of all orders. */
  private static List<String> ofThisOrder(Case one, String id) {
    return participants.events(one.stream()).stream()
        .filter(event -> event.metadata().get(Origins.SAGA_ID).equals(Optional.of(id)))
        .map(RecordedEvent::type)
        .toList();
  }

  private static void assertRefused(ThrowingCallable step, String code) {
    assertThatThrownBy(step)
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            refusal -> {
              assertThat(refusal.getType()).isEqualTo(code);
              assertThat(refusal.isNonRetryable()).isTrue();
            });
  }

  private interface Check {
    void of(String id, Case one);
  }

  private static List<DynamicTest> each(Function<String, List<Case>> cases, Check check) {
    return cases.apply("names").stream()
        .map(Case::step)
        .map(
            step ->
                DynamicTest.dynamicTest(
                    step,
                    () -> {
                      String id = UUID.randomUUID().toString();
                      cases.apply(id).stream()
                          .filter(one -> one.step().equals(step))
                          .forEach(one -> check.of(id, one));
                    }))
        .toList();
  }
}
