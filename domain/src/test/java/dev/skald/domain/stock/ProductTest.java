package dev.skald.domain.stock;

import static dev.skald.domain.Decisions.accepted;
import static dev.skald.domain.Decisions.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.Money;
import dev.skald.domain.OrderId;
import dev.skald.domain.stock.StockEvent.ProductOffered;
import dev.skald.domain.stock.StockEvent.StockCounted;
import dev.skald.domain.stock.StockEvent.StockReleased;
import dev.skald.domain.stock.StockEvent.StockReserved;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ProductTest {

  private static final OrderId ORDER = new OrderId("o-1");
  private static final Money PRICE = Money.of("12.50", "EUR");

  @Test
  void what_is_available_can_be_reserved_down_to_nothing_and_no_further() {
    Product product = given(3, new StockReserved(ORDER, 1, 1));

    assertThat(accepted(Product.reserve(product, ORDER, 2)))
        .containsExactly(new StockReserved(ORDER, 2, 3));
    assertThat(refusal(Product.reserve(product, ORDER, 3))).isEqualTo("out-of-stock");
  }

  @Test
  void what_nobody_offers_or_nobody_wants_cannot_be_reserved() {
    assertThat(refusal(Product.reserve(Product.NONE, ORDER, 1))).isEqualTo("product-unknown");
    assertThat(refusal(Product.reserve(given(3), ORDER, 0))).isEqualTo("invalid-quantity");
    assertThat(refusal(Product.reserve(given(3), ORDER, Long.MAX_VALUE)))
        .isEqualTo("invalid-quantity");
  }

  @Test
  void what_was_reserved_is_released_and_nothing_else() {
    Product product = given(3, new StockReserved(ORDER, 2, 2));

    assertThat(accepted(Product.release(product, ORDER, 2)))
        .containsExactly(new StockReleased(ORDER, 2, 0));
    assertThat(refusal(Product.release(product, ORDER, 3))).isEqualTo("stock-not-reserved");
    assertThat(refusal(Product.release(Product.NONE, ORDER, 1))).isEqualTo("stock-not-reserved");
  }

  @Test
  void only_what_differs_from_before_is_recorded() {
    Product product = given(3);

    assertThat(accepted(Product.offer(Product.NONE, "A book", PRICE, 3)))
        .containsExactly(new ProductOffered("A book", PRICE), new StockCounted(3));
    assertThat(accepted(Product.offer(product, "A book", PRICE, 3))).isEmpty();
    assertThat(accepted(Product.offer(product, "A book", PRICE, 4)))
        .containsExactly(new StockCounted(4));
    assertThat(accepted(Product.offer(product, "The book", PRICE, 3)))
        .containsExactly(new ProductOffered("The book", PRICE));
  }

  @Test
  void there_cannot_be_fewer_on_hand_than_are_reserved() {
    Product product = given(3, new StockReserved(ORDER, 2, 2));

    assertThat(refusal(Product.offer(product, "A book", PRICE, 1))).isEqualTo("stock-reserved");
    assertThat(accepted(Product.offer(product, "A book", PRICE, 2)))
        .containsExactly(new StockCounted(2));
  }

  @Test
  void a_price_is_above_zero_and_within_reason_and_a_count_is_not_negative() {
    assertThat(refusal(Product.offer(Product.NONE, "x", Money.of("0", "EUR"), 1)))
        .isEqualTo("invalid-price");
    assertThat(refusal(Product.offer(Product.NONE, "x", Money.of("100000000", "EUR"), 1)))
        .isEqualTo("invalid-price");
    assertThat(refusal(Product.offer(Product.NONE, "x", PRICE, -1))).isEqualTo("invalid-quantity");
  }

  @Test
  void a_new_name_or_price_leaves_the_stock_as_it_is() {
    Product product =
        given(3, new StockReserved(ORDER, 2, 2), new ProductOffered("The book", PRICE));

    assertThat(product).isEqualTo(new Product.Offered("The book", PRICE, 3, 2));
  }

  @RepeatedTest(20)
  void whatever_is_asked_in_whatever_order_never_more_is_reserved_than_there_is(
      RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Product product = given(20);
    for (int i = 0; i < 200; i++) {
      var decision =
          switch (random.nextInt(3)) {
            case 0 -> Product.reserve(product, ORDER, random.nextInt(8));
            case 1 -> Product.release(product, ORDER, random.nextInt(1, 8));
            default -> Product.offer(product, "A book", PRICE, random.nextInt(30));
          };
      if (decision instanceof dev.skald.domain.Decision.Accepted<StockEvent>(var events)) {
        for (StockEvent event : events) {
          product = Product.evolve(product, event);
        }
      }
      Product.Offered offered = (Product.Offered) product;
      assertThat(offered.reserved()).as(product.toString()).isBetween(0L, offered.onHand());
    }
  }

  private static Product given(long onHand, StockEvent... events) {
    Product product = Product.evolve(Product.NONE, new ProductOffered("A book", PRICE));
    product = Product.evolve(product, new StockCounted(onHand));
    for (StockEvent event : events) {
      product = Product.evolve(product, event);
    }
    return product;
  }
}
