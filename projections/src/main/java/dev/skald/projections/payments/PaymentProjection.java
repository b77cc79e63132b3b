package dev.skald.projections.payments;

import dev.skald.domain.payments.PaymentEvent;
import dev.skald.projections.engine.Projection;
import dev.skald.projections.engine.Source;
import java.util.List;

/** Payments. */
public final class PaymentProjection implements Projection {

  public static final String NAME = "payments";

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
    return List.of("payment");
  }

  @Override
  public List<Source<?>> sources() {
    return List.of(
        Source.eachStream(PaymentEvent.CATEGORY, PaymentEvent.class, new PaymentTable()));
  }
}
