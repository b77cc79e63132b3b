package dev.skald.bench;

import java.util.SplittableRandom;

/** Orders of two products each; where one is to be undone, to a country that the pivot refuses. */
record SkaldOrders(int products) implements SkaldStory {

  private static final long ON_HAND = 1_000_000_000;

  @Override
  public String type() {
    return "order-processing";
  }

  @Override
  public void prepare(SkaldRest skald) throws Exception {
    SkaldRest.prepare(
        products,
        number ->
            () ->
                skald.put(
                    200,
                    "/products/" + product(number),
                    """
                    {"name":"Product %d","price":{"amount":"9.90","currency":"EUR"},"onHand":%d}\
                    """
                        .formatted(number, ON_HAND)));
  }

  private static String product(int number) {
    return "product" + number;
  }

  @Override
  public String request(Ending ending, SplittableRandom random) {
    int first = random.nextInt(products);
    int second = (first + 1 + random.nextInt(products - 1)) % products;
    return """
    {"customerId":"customer%d","payment":{"token":"bench"},\
    "items":[{"sku":"%s","quantity":1},{"sku":"%s","quantity":2}],\
    "shipTo":{"name":"Bench","street":"1 Main Street","city":"Berlin","country":"%s"}}\
    """
        .formatted(
            random.nextInt(products),
            product(first),
            product(second),
            ending == Ending.DONE ? "DE" : "ZZ");
  }
}
