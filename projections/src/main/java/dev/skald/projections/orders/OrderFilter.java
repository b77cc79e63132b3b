package dev.skald.projections.orders;

import org.jspecify.annotations.Nullable;

/** Which orders are wanted; what is null excludes none. */
public record OrderFilter(@Nullable String customerId, OrderView.@Nullable Status status) {

  public static final OrderFilter ALL = new OrderFilter(null, null);
}
