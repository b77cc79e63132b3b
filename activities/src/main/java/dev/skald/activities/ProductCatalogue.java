package dev.skald.activities;

import dev.skald.domain.Money;
import dev.skald.domain.Sku;
import java.util.Optional;

/** What the stock tells other contexts about products. */
public interface ProductCatalogue {

  /** As it is offered now, if it is. */
  Optional<Entry> find(Sku sku);

  record Entry(String name, Money price) {}
}
