package dev.skald.domain;

/** Names a product wherever one is spoken of: in stock, in orders, in shipments. */
public record Sku(String value) {

  public Sku {
    Ids.check("sku", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
