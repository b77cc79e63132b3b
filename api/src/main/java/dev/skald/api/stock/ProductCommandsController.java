package dev.skald.api.stock;

import dev.skald.activities.CommandResult;
import dev.skald.activities.stock.ProductCommands;
import dev.skald.api.Caller;
import dev.skald.api.InvalidRequest;
import dev.skald.api.OncePerKey;
import dev.skald.api.Problem;
import dev.skald.domain.Money;
import dev.skald.domain.Sku;
import dev.skald.domain.Texts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says what is offered, at which price, and how many there are. */
@Tag(name = "products")
@RestController
@RequestMapping("/api/v1/products")
@ConditionalOnProperty(name = "skald.api.commands", matchIfMissing = true)
public final class ProductCommandsController {

  private static final int MAX_NAME = 200;

  private final ProductCommands products;

  ProductCommandsController(ProductCommands products) {
    this.products = products;
  }

  /** What callers send about a product. */
  record Offer(String name, Money price, long onHand) {
    Offer {
      Texts.check("name", name, MAX_NAME);
    }
  }

  /** What an accepted command answers. */
  public record ProductAccepted(String sku, long version, long position) {}

  @Operation(summary = "Offer a product, or change its name, its price or how many there are")
  @OncePerKey
  @PutMapping("/{sku}")
  ProductAccepted put(@PathVariable String sku, @RequestBody Offer offer, HttpServletRequest http) {
    Sku product = sku(sku);
    String key = Caller.idempotencyKey(http).orElseGet(() -> UUID.randomUUID().toString());
    ProductCommands.Request request =
        new ProductCommands.Request(product, key, Caller.origin(http));
    return switch (products.offer(request, offer.name(), offer.price(), offer.onHand())) {
      case CommandResult.Done(long version, long position) ->
          new ProductAccepted(sku, version, position);
      case CommandResult.Refused(var refusal) -> throw problem(refusal.code(), refusal.message());
    };
  }

  private static RuntimeException problem(String code, String message) {
    return switch (code) {
      case "invalid-price" -> new InvalidRequest("price", message);
      case "invalid-quantity" -> new InvalidRequest("onHand", message);
      default -> Problem.conflict(code, message);
    };
  }

  private static Sku sku(String sku) {
    try {
      return new Sku(sku);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequest("sku", String.valueOf(e.getMessage()));
    }
  }
}
