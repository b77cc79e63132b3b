package dev.skald.activities.stock;

import dev.skald.activities.CommandResult;
import dev.skald.activities.Commands;
import dev.skald.activities.Streams;
import dev.skald.domain.Money;
import dev.skald.domain.Origin;
import dev.skald.domain.Sku;
import dev.skald.domain.stock.Product;
import dev.skald.domain.stock.StockEvent;

/** What callers do with products outside of sagas. */
public final class ProductCommands {

  private final Commands commands;
  private final Streams<Product, StockEvent> products;

  ProductCommands(Commands commands, Streams<Product, StockEvent> products) {
    this.commands = commands;
    this.products = products;
  }

  /** On whose behalf, and under which key of theirs. */
  public record Request(Sku sku, String key, Origin origin) {}

  /** Says what a product is called and costs, and how many there are. */
  public CommandResult offer(Request request, String name, Money price, long onHand) {
    Commands.Request command =
        new Commands.Request(
            "offer",
            request.sku().value(),
            request.key(),
            price + "|" + onHand + "|" + name,
            request.origin());
    return commands.run(command, products, product -> Product.offer(product, name, price, onHand));
  }
}
