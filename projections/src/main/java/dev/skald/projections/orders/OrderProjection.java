package dev.skald.projections.orders;

import dev.skald.domain.orders.OrderEvent;
import dev.skald.projections.engine.Projection;
import dev.skald.projections.engine.Source;
import java.util.List;

/** Orders. */
public final class OrderProjection implements Projection {

  public static final String NAME = "orders";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> tables() {
    return List.of("customer_order");
  }

  @Override
  public List<Source<?>> sources() {
    return List.of(Source.eachStream(OrderEvent.CATEGORY, OrderEvent.class, new OrderTable()));
  }
}
