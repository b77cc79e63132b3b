package dev.skald.domain;

/** Names an order wherever one is spoken of. */
public record OrderId(String value) {

  public OrderId {
    Ids.check("order id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
