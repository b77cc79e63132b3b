package dev.skald.api;

import dev.skald.domain.Money;
import dev.skald.domain.Sku;
import dev.skald.domain.accounts.AccountId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.util.Currency;
import org.springdoc.core.utils.SpringDocUtils;
import tools.jackson.databind.JsonNode;

/** Tells the API's description of types that look otherwise in JSON than in Java. */
final class DescribedTypes {

  private DescribedTypes() {}

  /** An amount of money. */
  @Schema(name = "Money")
  private record Amount(
      @Schema(example = "25.00") String amount, @Schema(example = "EUR") String currency) {}

  static void tell() {
    SpringDocUtils.getConfig()
        .replaceWithClass(Money.class, Amount.class)
        .replaceWithClass(BigDecimal.class, String.class)
        .replaceWithClass(Currency.class, String.class)
        .replaceWithClass(AccountId.class, String.class)
        .replaceWithClass(Sku.class, String.class)
        .replaceWithClass(JsonNode.class, Object.class);
  }
}
