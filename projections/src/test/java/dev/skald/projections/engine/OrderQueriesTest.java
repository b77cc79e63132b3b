package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.CustomerId;
import dev.skald.domain.Money;
import dev.skald.domain.notifications.NotificationEvent.NotificationSent;
import dev.skald.domain.payments.PaymentEvent.PaymentTaken;
import dev.skald.domain.stock.StockEvent.ProductOffered;
import dev.skald.domain.stock.StockEvent.StockCounted;
import dev.skald.projections.Page;
import dev.skald.projections.ProjectionsConfiguration;
import dev.skald.projections.engine.OrderHistories.Told;
import dev.skald.projections.loyalty.PointsQueries;
import dev.skald.projections.loyalty.PointsView;
import dev.skald.projections.orders.OrderFilter;
import dev.skald.projections.orders.OrderQueries;
import dev.skald.projections.orders.OrderView;
import dev.skald.projections.orders.OrderView.Happening;
import dev.skald.projections.orders.OrderView.Status;
import dev.skald.projections.orders.OrderView.What;
import dev.skald.projections.payments.PaymentQueries;
import dev.skald.projections.payments.PaymentView;
import dev.skald.projections.shipping.ShipmentQueries;
import dev.skald.projections.stock.ProductQueries;
import dev.skald.projections.stock.ProductView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What callers see of orders and of all that goes with them. */
class OrderQueriesTest {

  private static World world;
  private static OrderQueries orders;

  @BeforeAll
  static void open() {
    world = new World();
    orders = new OrderQueries(world.jdbc);
    OrderHistories histories = new OrderHistories(world);
    histories.shipped(new Told("o1", "ada", "book", 2));
    histories.cancelled(new Told("o2", "ada", "pen", 1));
    histories.shipped(new Told("o3", "bob", "book", 3));
    world.append("product-book", new ProductOffered("The book", Money.of("13.00", "EUR")));
    world.append("product-book", new StockCounted(10));
    // A ride with the id of an order: its payment and its notice have ids of their own.
    world.append(
        "payment-ride-o1", new PaymentTaken(new CustomerId("eve"), Money.of("7.00", "EUR"), "o1"));
    world.append(
        "notification-ride-o1",
        new NotificationSent(List.of("eve"), "Your ride is booked", "It is.", "o1"));
    // And an order whose id reads like the notice of a cancelled one.
    world.append(
        "notification-o1-cancelled",
        new NotificationSent(
            List.of("eve"), "Your order was confirmed", "It was.", "o1-cancelled"));
    fold();
  }

  @AfterAll
  static void close() {
    world.close();
  }

  @Test
  void an_order_tells_its_items_and_its_story() {
    OrderView order = orders.order("o1").orElseThrow();

    assertThat(order.status()).isEqualTo(Status.SHIPPED);
    assertThat(order.total()).isEqualTo(Money.of("25.00", "EUR"));
    assertThat(order.items())
        .containsExactly(
            new OrderView.Item(
                "book", "A book", 2, Money.of("12.50", "EUR"), Money.of("25.00", "EUR")));
    assertThat(order.shipTo()).isEqualTo(OrderHistories.HOME);
    assertThat(order.story())
        .extracting(Happening::what)
        .containsExactly(
            What.VALIDATED,
            What.STOCK_RESERVED,
            What.PAYMENT_TAKEN,
            What.POINTS_AWARDED,
            What.SHIPPED,
            What.CUSTOMER_TOLD);
    assertThat(order.story())
        .extracting(Happening::detail)
        .containsExactly(
            "25.00 EUR", "2 of book", "25.00 EUR", "24", "o1", "Your order was confirmed");
  }

  @Test
  void a_cancelled_order_tells_what_was_taken_back() {
    OrderView order = orders.order("o2").orElseThrow();

    assertThat(order.status()).isEqualTo(Status.CANCELLED);
    assertThat(order.cancelledAt()).isNotNull();
    assertThat(order.story())
        .extracting(Happening::what)
        .containsExactly(
            What.VALIDATED,
            What.STOCK_RESERVED,
            What.PAYMENT_TAKEN,
            What.POINTS_AWARDED,
            What.POINTS_REVOKED,
            What.PAYMENT_REFUNDED,
            What.STOCK_RELEASED,
            What.CANCELLED,
            What.CUSTOMER_TOLD);
  }

  @Test
  void orders_are_found_by_customer_and_by_status_newest_first() {
    assertThat(ids(OrderFilter.ALL)).containsExactly("o3", "o2", "o1");
    assertThat(ids(new OrderFilter("ada", null))).containsExactly("o2", "o1");
    assertThat(ids(new OrderFilter(null, Status.SHIPPED))).containsExactly("o3", "o1");
    assertThat(ids(new OrderFilter("ada", Status.CANCELLED))).containsExactly("o2");
    assertThat(ids(new OrderFilter("ada", Status.VALIDATED))).isEmpty();
    assertThat(orders.order("nobody's")).isEmpty();
  }

  @Test
  void the_newest_that_were_shipped_are_found_without_reading_all_shipments() {
    try (World large = new World()) {
      large
          .jdbc
          .sql(
              """
              insert into readmodels.customer_order
                     (order_id, customer_id, status, items, total, currency, ship_to, version,
                      placed_at, placed_position, position)
              select 'o' || i, 'c', 'VALIDATED', '[]', 1, 'EUR',
                     '{"name":"Ada","street":"Main Street 1","city":"Bremen","country":"DE"}', 1,
                     now(), i, i
                from generate_series(1, 30000) i
              """)
          .update();
      large
          .jdbc
          .sql(
              """
              insert into readmodels.shipment
                     (shipment_id, order_id, items, ship_to, created_at, position)
              select order_id, order_id, items, ship_to, placed_at, position
                from readmodels.customer_order
              """)
          .update();
      large.jdbc.sql("analyze readmodels.customer_order, readmodels.shipment").update();
      Long read =
          new TransactionTemplate(new DataSourceTransactionManager(large.pool))
              .execute(
                  _ -> {
                    OrderFilter shipped = new OrderFilter(null, Status.SHIPPED);
                    assertThat(new OrderQueries(large.jdbc).orders(shipped, 10, null).items())
                        .hasSize(10);
                    return large
                        .jdbc
                        .sql(
                            """
                            select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)
                              from pg_stat_xact_user_tables
                             where schemaname = 'readmodels' and relname = 'shipment'
                            """)
                        .query(Long.class)
                        .single();
                  });

      assertThat(read).isLessThan(100);
    }
  }

  @Test
  void a_product_shows_what_is_available() {
    ProductQueries products = new ProductQueries(world.jdbc);

    ProductView book = products.product("book").orElseThrow();

    assertThat(book)
        .extracting(
            ProductView::name,
            ProductView::price,
            ProductView::onHand,
            ProductView::reserved,
            ProductView::available)
        .containsExactly("The book", Money.of("13.00", "EUR"), 10L, 5L, 5L);
    assertThat(products.product("pen").orElseThrow().reserved()).isZero();
    Page<ProductView> first = products.products(1, null);
    assertThat(first.items()).extracting(ProductView::sku).containsExactly("pen");
    assertThat(products.products(1, first.nextCursor()).items()).containsExactly(book);
  }

  @Test
  void points_are_the_sum_of_what_was_given_and_taken() {
    PointsQueries points = new PointsQueries(world.jdbc);

    PointsView ada = points.points("ada", 2, null);

    assertThat(ada.points()).isEqualTo(24);
    assertThat(ada.entries().items())
        .extracting(entry -> entry.kind() + " " + entry.points())
        .containsExactly("REVOKED -12", "AWARDED 12");
    assertThat(points.points("ada", 2, ada.entries().nextCursor()).entries().items())
        .extracting(PointsView.Entry::reference)
        .containsExactly("o1");
    assertThat(points.points("nobody", 2, null).points()).isZero();
  }

  @Test
  void payments_and_shipments_are_found_by_their_ids() {
    PaymentQueries payments = new PaymentQueries(world.jdbc);
    ShipmentQueries shipments = new ShipmentQueries(world.jdbc);

    PaymentView refunded = payments.payment("o2").orElseThrow();

    assertThat(refunded.status()).isEqualTo(PaymentView.Status.REFUNDED);
    assertThat(refunded.refundedAt()).isNotNull();
    assertThat(payments.payment("o1").orElseThrow().status()).isEqualTo(PaymentView.Status.TAKEN);
    assertThat(shipments.shipment("o1").orElseThrow().orderId()).isEqualTo("o1");
    assertThat(shipments.shipment("o2")).isEmpty();
  }

  private static List<String> ids(OrderFilter filter) {
    List<String> ids = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      Page<OrderView> page = orders.orders(filter, 1, cursor);
      page.items().forEach(order -> ids.add(order.orderId()));
      cursor = page.nextCursor();
    } while (cursor != null);
    return ids;
  }

  private static void fold() {
    for (Projection projection : ProjectionsConfiguration.PROJECTIONS) {
      var events =
          world.events().stream()
              .filter(e -> projection.categories().contains(e.streamId().category()))
              .toList();
      world.folder(world.pool, projection).fold(new Folder.Batch(1, events, List.of(), List.of()));
    }
  }
}
