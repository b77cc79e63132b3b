package dev.skald.domain.orders;

import static dev.skald.domain.Decisions.accepted;
import static dev.skald.domain.Decisions.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.Address;
import dev.skald.domain.CustomerId;
import dev.skald.domain.Money;
import dev.skald.domain.Sku;
import dev.skald.domain.orders.Order.Item;
import dev.skald.domain.orders.Order.Offer;
import dev.skald.domain.orders.Order.Wish;
import dev.skald.domain.orders.OrderEvent.Line;
import dev.skald.domain.orders.OrderEvent.OrderCancelled;
import dev.skald.domain.orders.OrderEvent.OrderValidated;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrderTest {

  private static final Sku BOOK = new Sku("book");
  private static final Sku PEN = new Sku("pen");
  private static final Sku SAKE = new Sku("sake");
  private static final Map<Sku, Offer> OFFERS =
      Map.of(
          BOOK, new Offer("A book", Money.of("12.50", "EUR")),
          PEN, new Offer("A pen", Money.of("0.99", "EUR")));
  private static final CustomerId CUSTOMER = new CustomerId("c-1");
  private static final Address HOME = new Address("Ada", "Main Street 1", "Bremen", "DE");

  @Test
  void an_order_is_validated_at_the_prices_of_the_products() {
    var events =
        accepted(Order.validate(Order.NONE, wish(new Item(BOOK, 2), new Item(PEN, 3)), OFFERS));

    assertThat(events)
        .containsExactly(
            new OrderValidated(
                CUSTOMER,
                List.of(
                    new Line(BOOK, "A book", 2, Money.of("12.50", "EUR")),
                    new Line(PEN, "A pen", 3, Money.of("0.99", "EUR"))),
                Money.of("27.97", "EUR"),
                HOME));
  }

  @Test
  void a_product_may_stand_in_two_lines() {
    assertThat(
            accepted(Order.validate(Order.NONE, wish(new Item(PEN, 1), new Item(PEN, 2)), OFFERS)))
        .singleElement()
        .isInstanceOfSatisfying(
            OrderValidated.class,
            order -> assertThat(order.total()).isEqualTo(Money.of("2.97", "EUR")));
  }

  @Test
  void what_cannot_be_met_is_refused_with_its_reason() {
    Map<Sku, Offer> mixed =
        Map.of(
            BOOK, new Offer("A book", Money.of("12.50", "EUR")),
            SAKE, new Offer("Sake", Money.of("2000", "JPY")));

    assertThat(refusal(Order.validate(Order.NONE, wish(), OFFERS))).isEqualTo("invalid-items");
    assertThat(
            refusal(
                Order.validate(
                    Order.NONE,
                    new Wish(CUSTOMER, Collections.nCopies(101, new Item(PEN, 1)), HOME),
                    OFFERS)))
        .isEqualTo("invalid-items");
    assertThat(refusal(Order.validate(Order.NONE, wish(new Item(BOOK, 0)), OFFERS)))
        .isEqualTo("invalid-quantity");
    assertThat(refusal(Order.validate(Order.NONE, wish(new Item(BOOK, 10_001)), OFFERS)))
        .isEqualTo("invalid-quantity");
    assertThat(refusal(Order.validate(Order.NONE, wish(new Item(SAKE, 1)), OFFERS)))
        .isEqualTo("product-unknown");
    assertThat(
            refusal(Order.validate(Order.NONE, wish(new Item(BOOK, 1), new Item(SAKE, 1)), mixed)))
        .isEqualTo("mixed-currencies");
  }

  @Test
  void the_largest_order_that_can_be_is_an_amount() {
    Map<Sku, Offer> dear = Map.of(BOOK, new Offer("x", Money.of("99999999.999", "BHD")));

    assertThat(
            accepted(
                Order.validate(
                    Order.NONE,
                    new Wish(
                        CUSTOMER,
                        Collections.nCopies(Order.MAX_LINES, new Item(BOOK, Order.MAX_QUANTITY)),
                        HOME),
                    dear)))
        .hasSize(1);
  }

  @Test
  void an_order_is_placed_once_and_cancelled_once() {
    Order validated = evolved(new OrderValidated(CUSTOMER, List.of(), Money.of("1", "EUR"), HOME));
    Order cancelled = Order.evolve(validated, new OrderCancelled());

    assertThat(refusal(Order.validate(validated, wish(new Item(PEN, 1)), OFFERS)))
        .isEqualTo("order-exists");
    assertThat(refusal(Order.validate(cancelled, wish(new Item(PEN, 1)), OFFERS)))
        .isEqualTo("order-exists");
    assertThat(accepted(Order.cancel(validated))).containsExactly(new OrderCancelled());
    assertThat(accepted(Order.cancel(cancelled))).isEmpty();
    assertThat(refusal(Order.cancel(Order.NONE))).isEqualTo("order-unknown");
  }

  private static Order evolved(OrderEvent event) {
    return Order.evolve(Order.NONE, event);
  }

  private static Wish wish(Item... items) {
    return new Wish(CUSTOMER, List.of(items), HOME);
  }
}
