package dev.skald.api;

import dev.skald.domain.Money;
import dev.skald.domain.Sku;
import dev.skald.domain.VehicleType;
import dev.skald.domain.accounts.AccountId;
import dev.skald.domain.content.Profile;
import dev.skald.projections.sagas.SagaView;
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

  /** Of a saga; that of a step has the same name in Java, but does not tell the step. */
  private record SagaFailure(String step, String code, String message) {}

  static void tell() {
    SpringDocUtils.getConfig()
        .replaceWithClass(Money.class, Amount.class)
        .replaceWithClass(BigDecimal.class, String.class)
        .replaceWithClass(Currency.class, String.class)
        .replaceWithClass(AccountId.class, String.class)
        .replaceWithClass(Sku.class, String.class)
        .replaceWithClass(VehicleType.class, String.class)
        .replaceWithClass(Profile.class, String.class)
        .replaceWithClass(SagaView.Failure.class, SagaFailure.class)
        .replaceWithClass(JsonNode.class, Object.class);
  }
}
