package dev.skald.activities.orders;

import dev.skald.activities.Notices;
import dev.skald.activities.ProductCatalogue;
import dev.skald.activities.StepRecorder;
import dev.skald.activities.Streams;
import dev.skald.domain.orders.Order;
import dev.skald.domain.orders.OrderEvent;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.workflows.steps.OrderSteps;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The orders' part. */
@Configuration(proxyBeanMethods = false)
public class OrdersConfiguration {

  @Bean
  Streams<Order, OrderEvent> orderStreams(EventStore store, EventTypeRegistry types) {
    return new Streams<>(
        store, types, OrderEvent.CATEGORY, OrderEvent.class, Order.NONE, Order::evolve);
  }

  @Bean
  OrderSteps orderSteps(
      StepRecorder recorder,
      Streams<Order, OrderEvent> orders,
      ProductCatalogue products,
      Notices notices) {
    return new EventSourcedOrders(recorder, orders, products, notices);
  }
}
