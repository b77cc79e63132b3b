package dev.skald.activities;

import static dev.skald.activities.Participants.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.activities.stock.ProductCommands;
import dev.skald.domain.Address;
import dev.skald.domain.CustomerId;
import dev.skald.domain.Money;
import dev.skald.domain.OrderId;
import dev.skald.domain.Sku;
import dev.skald.domain.notifications.NotificationEvent.NotificationSent;
import dev.skald.domain.payments.PaymentId;
import dev.skald.domain.shipping.ShipmentId;
import dev.skald.domain.stock.StockEvent.StockReleased;
import dev.skald.domain.stock.StockEvent.StockReserved;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.steps.LoyaltySteps;
import dev.skald.workflows.steps.NotificationSteps;
import dev.skald.workflows.steps.OrderSteps;
import dev.skald.workflows.steps.OrderSteps.PricedLine;
import dev.skald.workflows.steps.OrderSteps.PricedOrder;
import dev.skald.workflows.steps.PaymentSteps;
import dev.skald.workflows.steps.ShippingSteps;
import dev.skald.workflows.steps.StockSteps;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the steps of an order come to. */
class OrderStepsTest {

  private static final CustomerId CUSTOMER = new CustomerId("c-1");
  private static final Address HOME = new Address("Ada", "Main Street 1", "Bremen", "DE");

  private static DataSource database;
  private static Participants participants;

  private final String id = UUID.randomUUID().toString();
  private final Sku book = new Sku("book-" + id);
  private final Sku pen = new Sku("pen-" + id);

  @BeforeAll
  static void start() {
    database = Participants.newDatabase();
    participants = Participants.on(database);
  }

  @AfterAll
  static void stop() {
    participants.close();
  }

  @Test
  void an_order_is_priced_by_the_products_and_keeps_its_prices() {
    participants.offer(book, "12.50", 5);
    participants.offer(pen, "0.99", 5);
    OrderSteps orders = participants.get(OrderSteps.class);
    StepCall call = call(id, "validate-order");

    PricedOrder priced = orders.validate(call, order(2, 1)).answer();
    participants.offer(book, "99.00", 5);

    assertThat(priced)
        .isEqualTo(
            new PricedOrder(
                Money.of("25.99", "EUR"),
                List.of(
                    new PricedLine(book, 2, Money.of("12.50", "EUR")),
                    new PricedLine(pen, 1, Money.of("0.99", "EUR")))));
    assertThat(orders.validate(call, order(2, 1)).answer()).isEqualTo(priced);
  }

  @Test
  void a_customer_is_told_of_the_cancellation_in_the_same_append() {
    participants.offer(book, "12.50", 5);
    participants.offer(pen, "0.99", 5);
    OrderSteps orders = participants.get(OrderSteps.class);
    StepCall call = call(id, "validate-order");
    orders.validate(call, order(2, 1));

    orders.cancel(call, order(2, 1));

    assertThat(participants.facts("notification-" + id + "-cancelled"))
        .singleElement()
        .isInstanceOfSatisfying(
            NotificationSent.class,
            told -> {
              assertThat(told.recipients()).containsExactly("c-1");
              assertThat(told.reference()).isEqualTo(id);
            });
    assertThat(participants.events("order-" + id).getLast().metadata().get("commandId"))
        .isEqualTo(
            participants
                .events("notification-" + id + "-cancelled")
                .getLast()
                .metadata()
                .get("commandId"));
  }

  @Test
  void two_lines_of_one_product_are_added_up() {
    participants.offer(book, "12.50", 5);
    StockSteps stock = participants.get(StockSteps.class);

    assertRefused(
        () ->
            stock.reserve(
                call(id + "-1", "reserve-stock"), reservation(line(book, 3), line(book, 3))),
        "out-of-stock");
    stock.reserve(call(id, "reserve-stock"), reservation(line(book, 3), line(book, 2)));
    stock.release(call(id, "reserve-stock"), reservation(line(book, 3), line(book, 2)));

    OrderId order = new OrderId(id);
    assertThat(participants.facts("product-" + book))
        .endsWith(new StockReserved(order, 5, 5), new StockReleased(order, 5, 0));
  }

  @Test
  void if_one_product_is_short_none_is_reserved() {
    participants.offer(book, "12.50", 5);
    participants.offer(pen, "0.99", 1);
    StockSteps stock = participants.get(StockSteps.class);

    assertRefused(
        () -> stock.reserve(call(id, "reserve-stock"), reservation(line(book, 1), line(pen, 2))),
        "out-of-stock");

    assertThat(participants.types("product-" + book)).doesNotContain("StockReserved");
  }

  @Test
  void a_quantity_that_makes_no_sense_hides_behind_no_other() {
    participants.offer(book, "12.50", 5);
    StockSteps stock = participants.get(StockSteps.class);

    assertRefused(
        () -> stock.reserve(call(id, "reserve-stock"), reservation(line(book, 3), line(book, -1))),
        "invalid-quantity");
  }

  @Test
  void there_cannot_be_fewer_on_hand_than_are_reserved() {
    participants.offer(book, "12.50", 5);
    participants.get(StockSteps.class).reserve(call(id, "r"), reservation(line(book, 3)));
    var request = new ProductCommands.Request(book, id, Participants.ORIGIN);

    CommandResult result =
        participants
            .get(ProductCommands.class)
            .offer(request, "A book", Money.of("12.50", "EUR"), 2);

    assertThat(result)
        .isInstanceOfSatisfying(
            CommandResult.Refused.class,
            no -> assertThat(no.refusal().code()).isEqualTo("stock-reserved"));
  }

  @Test
  void a_payment_that_cannot_be_given_back_waits_for_people_and_stays_taken() {
    PaymentSteps payments = participants.get(PaymentSteps.class);
    var payment = OrderStepsOnceTest.payment(id, "refund-fails-tok");
    payments.take(call(id, "take-payment"), payment);

    for (int i = 0; i < 2; i++) {
      assertRefused(() -> payments.refund(call(id, "take-payment"), payment), "refund-refused");
    }

    assertThat(participants.types("payment-" + id)).containsExactly("PaymentTaken");
  }

  @Test
  void two_sagas_do_not_take_the_same_payment() {
    PaymentSteps payments = participants.get(PaymentSteps.class);
    var payment = OrderStepsOnceTest.payment(id, "tok");
    payments.take(call(id + "-1", "take-payment"), payment);

    assertRefused(() -> payments.take(call(id + "-2", "take-payment"), payment), "payment-exists");
  }

  @Test
  void what_was_told_is_not_told_again_by_another_saga() {
    NotificationSteps notifications = participants.get(NotificationSteps.class);
    var note =
        new NotificationSteps.SendNotification(id, List.of("c-1"), "Hello", "How are you?", "o");

    notifications.send(call(id + "-1", "tell"), note);
    notifications.send(call(id + "-2", "tell"), note);

    assertThat(participants.types("notification-" + id)).containsExactly("NotificationSent");
  }

  @Test
  void outside_of_rehearsals_words_are_just_words() {
    try (Participants serious = Participants.outsideOfRehearsals(database)) {
      serious
          .get(PaymentSteps.class)
          .take(
              call(id, "take-payment"),
              new PaymentSteps.TakePayment(
                  new PaymentId(id), CUSTOMER, Money.of("1", "EUR"), "declined-flaky-9-tok", id));
      serious
          .get(NotificationSteps.class)
          .send(
              call(id, "tell"),
              new NotificationSteps.SendNotification(
                  id, List.of("unreachable-c"), "Hello", "How are you?", id));

      assertThat(serious.types("payment-" + id)).containsExactly("PaymentTaken");
      assertThat(serious.types("notification-" + id)).containsExactly("NotificationSent");
    }
  }

  @Test
  void as_many_points_are_revoked_as_were_awarded() {
    LoyaltySteps loyalty = participants.get(LoyaltySteps.class);
    var award = new LoyaltySteps.AwardPoints(CUSTOMER, Money.of("25.99", "EUR"), id);

    assertThat(loyalty.award(call(id, "award"), award).answer().points()).isEqualTo(25);
    assertThat(loyalty.revoke(call(id, "award"), award).changed()).isTrue();

    assertThat(participants.types("points-" + id))
        .containsExactly("PointsAwarded", "PointsRevoked");
  }

  @Test
  void a_shipment_leaves_once_whoever_asks() {
    ShippingSteps shipping = participants.get(ShippingSteps.class);
    var shipment =
        new ShippingSteps.CreateShipment(
            new ShipmentId(id), new OrderId(id), List.of(new ShippingSteps.Line(book, 1)), HOME);
    shipping.create(call(id + "-1", "create-shipment"), shipment);

    assertRefused(
        () -> shipping.create(call(id + "-2", "create-shipment"), shipment), "shipment-exists");
  }

  private OrderSteps.ValidateOrder order(long books, long pens) {
    return new OrderSteps.ValidateOrder(
        new OrderId(id),
        CUSTOMER,
        List.of(new OrderSteps.Line(book, books), new OrderSteps.Line(pen, pens)),
        HOME);
  }

  private StockSteps.ReserveStock reservation(StockSteps.Line... lines) {
    return new StockSteps.ReserveStock(new OrderId(id), List.of(lines));
  }

  private static StockSteps.Line line(Sku sku, long quantity) {
    return new StockSteps.Line(sku, quantity);
  }

  private static void assertRefused(ThrowingCallable step, String code) {
    assertThatThrownBy(step)
        .isInstanceOfSatisfying(
            ApplicationFailure.class, no -> assertThat(no.getType()).isEqualTo(code));
  }
}
