package dev.skald.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.OrderId;
import dev.skald.domain.Sku;
import dev.skald.domain.stock.Product;
import dev.skald.domain.stock.StockEvent;
import dev.skald.eventstore.StreamConflict;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.steps.StockSteps;
import dev.skald.workflows.steps.StockSteps.Line;
import dev.skald.workflows.steps.StockSteps.ReserveStock;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However many orders come at once, to however many programs. */
class NoOversellTest {

  private static DataSource database;
  private static List<Participants> programs;

  /** An order, and whether it got what it asked for and kept it. */
  private record Ended(ReserveStock order, boolean reserved) {}

  @BeforeAll
  static void start() {
    database = Participants.newDatabase();
    programs = List.of(Participants.on(database), Participants.on(database));
  }

  @AfterAll
  static void stop() {
    programs.forEach(Participants::close);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void what_is_reserved_is_what_the_accepted_orders_asked_for(long seed) throws Exception {
    Random random = new Random(seed);
    List<Sku> skus = IntStream.range(0, 4).mapToObj(i -> new Sku("s" + seed + "-" + i)).toList();
    skus.forEach(sku -> programs.getFirst().offer(sku, "1.00", 5 + random.nextInt(15)));
    List<Callable<Ended>> orders = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      ReserveStock order = order("seed-%d-%d".formatted(seed, i), skus, random);
      StockSteps stock = programs.get(i % programs.size()).get(StockSteps.class);
      boolean regrets = random.nextInt(4) == 0;
      orders.add(() -> place(stock, order, regrets));
    }

    List<Ended> ended = together(orders);

    Map<Sku, Long> expected =
        ended.stream()
            .filter(Ended::reserved)
            .flatMap(one -> one.order().lines().stream())
            .collect(Collectors.groupingBy(Line::sku, Collectors.summingLong(Line::quantity)));
    for (Sku sku : skus) {
      Product.Offered product = product(sku);
      assertThat(product.reserved())
          .as("seed %d, %s", seed, sku)
          .isEqualTo(expected.getOrDefault(sku, 0L))
          .isLessThanOrEqualTo(product.onHand());
    }
    assertThat(ended).as("seed %d", seed).anyMatch(Ended::reserved);
  }

  @Test
  void many_orders_for_one_product_all_get_through_at_once() throws Exception {
    Sku hot = new Sku("hot");
    programs.getFirst().offer(hot, "1.00", 60);
    StockSteps stock = programs.getFirst().get(StockSteps.class);

    List<Callable<Ended>> orders =
        IntStream.range(0, 100)
            .<Callable<Ended>>mapToObj(
                i -> {
                  var order = new ReserveStock(new OrderId("h" + i), List.of(new Line(hot, 1)));
                  return () -> new Ended(order, reserve(stock, order));
                })
            .toList();
    List<Ended> ended = together(orders);

    assertThat(ended).filteredOn(Ended::reserved).hasSize(60);
    assertThat(product(hot).reserved()).isEqualTo(60);
  }

  private static Ended place(StockSteps stock, ReserveStock order, boolean regrets) {
    boolean reserved = untilDecided(() -> reserve(stock, order));
    if (regrets) {
      untilDecided(() -> stock.release(call(order), order).changed());
    }
    return new Ended(order, reserved && !regrets);
  }

  /** What Temporal does with a race that was lost too often. */
  private static boolean untilDecided(Callable<Boolean> step) {
    while (true) {
      try {
        return step.call();
      } catch (StreamConflict _) {
        Thread.onSpinWait();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static boolean reserve(StockSteps stock, ReserveStock order) {
    try {
      stock.reserve(call(order), order);
      return true;
    } catch (ApplicationFailure refused) {
      assertThat(refused.getType()).isEqualTo("out-of-stock");
      return false;
    }
  }

  private static StepCall call(ReserveStock order) {
    return Participants.call("order-processing-" + order.orderId(), "reserve-stock");
  }

  private static ReserveStock order(String id, List<Sku> skus, Random random) {
    List<Line> lines =
        IntStream.rangeClosed(0, random.nextInt(3))
            .mapToObj(_ -> new Line(skus.get(random.nextInt(4)), 1 + random.nextInt(3)))
            .toList();
    return new ReserveStock(new OrderId(id), lines);
  }

  private static Product.Offered product(Sku sku) {
    Product product = Product.NONE;
    for (Record fact : programs.getFirst().facts("product-" + sku)) {
      product = Product.evolve(product, (StockEvent) fact);
    }
    return (Product.Offered) product;
  }

  private static List<Ended> together(List<Callable<Ended>> orders) throws Exception {
    CyclicBarrier start = new CyclicBarrier(orders.size());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Ended>> futures =
          orders.stream()
              .map(
                  order ->
                      threads.submit(
                          () -> {
                            start.await();
                            return order.call();
                          }))
              .toList();
      List<Ended> ended = new ArrayList<>();
      for (Future<Ended> future : futures) {
        ended.add(future.get());
      }
      return ended;
    }
  }
}
