package dev.skald.domain.payments;

import dev.skald.domain.Ids;

public record PaymentId(String value) {

  public PaymentId {
    Ids.check("payment id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
