package dev.skald.api.orders;

import dev.skald.api.Problem;
import dev.skald.api.Query;
import dev.skald.api.ReadYourWrites;
import dev.skald.projections.Page;
import dev.skald.projections.orders.OrderFilter;
import dev.skald.projections.orders.OrderQueries;
import dev.skald.projections.orders.OrderView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows orders. */
@Tag(name = "orders")
@RestController
@RequestMapping("/api/v1/orders")
@ConditionalOnProperty(name = "skald.api.queries", matchIfMissing = true)
public final class OrderQueriesController {

  /** Whatever has a part in a status, and whatever has one in a story. */
  private static final List<String> STATUS = List.of("orders", "shipments");

  private static final List<String> STORY =
      List.of("orders", "shipments", "products", "payments", "points", "notifications");

  private final OrderQueries orders;
  private final ReadYourWrites readYourWrites;

  OrderQueriesController(OrderQueries orders, ReadYourWrites readYourWrites) {
    this.orders = orders;
    this.readYourWrites = readYourWrites;
  }

  @Operation(summary = "One order: its items, how far it has come, and what happened on the way")
  @GetMapping("/{id}")
  OrderView one(
      @PathVariable String id,
      @RequestHeader(name = ReadYourWrites.HEADER, required = false) @Nullable String minPosition) {
    readYourWrites.await(STORY, minPosition);
    return orders
        .order(id)
        .orElseThrow(
            () -> Problem.notFound("order-unknown", "there is no order '%s'".formatted(id)));
  }

  @Operation(summary = "Orders, newest first")
  @GetMapping
  Page<OrderView> list(
      @RequestParam(required = false) @Nullable String customerId,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestHeader(name = ReadYourWrites.HEADER, required = false) @Nullable String minPosition) {
    OrderFilter filter =
        new OrderFilter(customerId, Query.oneOf("status", status, OrderView.Status.class));
    readYourWrites.await(STATUS, minPosition);
    return orders.orders(filter, Query.limit(limit), Query.cursor(cursor));
  }
}
