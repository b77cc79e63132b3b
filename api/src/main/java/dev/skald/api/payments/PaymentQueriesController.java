package dev.skald.api.payments;

import dev.skald.api.Problem;
import dev.skald.api.ReadYourWrites;
import dev.skald.projections.payments.PaymentProjection;
import dev.skald.projections.payments.PaymentQueries;
import dev.skald.projections.payments.PaymentView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows payments. */
@Tag(name = "payments")
@RestController
@RequestMapping("/api/v1/payments")
@ConditionalOnProperty(name = "skald.api.queries", matchIfMissing = true)
public final class PaymentQueriesController {

  private final PaymentQueries payments;
  private final ReadYourWrites readYourWrites;

  PaymentQueriesController(PaymentQueries payments, ReadYourWrites readYourWrites) {
    this.payments = payments;
    this.readYourWrites = readYourWrites;
  }

  @Operation(summary = "One payment, and whether it was given back")
  @GetMapping("/{id}")
  PaymentView one(
      @PathVariable String id,
      @RequestHeader(name = ReadYourWrites.HEADER, required = false) @Nullable String minPosition) {
    readYourWrites.await(PaymentProjection.NAME, minPosition);
    return payments
        .payment(id)
        .orElseThrow(
            () -> Problem.notFound("payment-unknown", "there is no payment '%s'".formatted(id)));
  }
}
