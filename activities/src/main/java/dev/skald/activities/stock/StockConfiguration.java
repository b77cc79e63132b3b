package dev.skald.activities.stock;

import dev.skald.activities.Commands;
import dev.skald.activities.ProductCatalogue;
import dev.skald.activities.StepRecorder;
import dev.skald.activities.Streams;
import dev.skald.activities.Turns;
import dev.skald.domain.stock.Product;
import dev.skald.domain.stock.StockEvent;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.workflows.steps.StockSteps;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The stock's part. */
@Configuration(proxyBeanMethods = false)
public class StockConfiguration {

  @Bean
  Streams<Product, StockEvent> productStreams(EventStore store, EventTypeRegistry types) {
    return new Streams<>(
        store, types, StockEvent.CATEGORY, StockEvent.class, Product.NONE, Product::evolve);
  }

  @Bean
  StockSteps stockSteps(StepRecorder recorder, Streams<Product, StockEvent> products, Turns turns) {
    return new EventSourcedStock(recorder, products, turns);
  }

  @Bean
  ProductCommands productCommands(Commands commands, Streams<Product, StockEvent> products) {
    return new ProductCommands(commands, products);
  }

  @Bean
  ProductCatalogue productCatalogue(Streams<Product, StockEvent> products) {
    return new StockCatalogue(products);
  }
}
