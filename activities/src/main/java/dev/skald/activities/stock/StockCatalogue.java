package dev.skald.activities.stock;

import dev.skald.activities.ProductCatalogue;
import dev.skald.activities.Streams;
import dev.skald.domain.Sku;
import dev.skald.domain.stock.Product;
import dev.skald.domain.stock.StockEvent;
import java.util.Optional;

/** Tells names and prices from the products' own streams, so that none is out of date. */
final class StockCatalogue implements ProductCatalogue {

  private final Streams<Product, StockEvent> products;

  StockCatalogue(Streams<Product, StockEvent> products) {
    this.products = products;
  }

  @Override
  public Optional<Entry> find(Sku sku) {
    return switch (products.load(sku.value()).state()) {
      case Product.None _ -> Optional.empty();
      case Product.Offered offered -> Optional.of(new Entry(offered.name(), offered.price()));
    };
  }
}
