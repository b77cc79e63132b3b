package dev.skald.domain;

/** Names someone who orders, rides and pays. */
public record CustomerId(String value) {

  public CustomerId {
    Ids.check("customer id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
