package dev.skald.bench;

import java.util.SplittableRandom;
import java.util.UUID;

/** What else stands in a row, the same for everybody. */
final class Ids {

  /** As long as a real one. */
  static final String FINGERPRINT = "0123456789abcdef0123456789abcdef";

  static final String ACTOR = "a customer";
  static final String METADATA = "{\"actor\":\"" + ACTOR + "\"}";

  private Ids() {}

  static UUID random(SplittableRandom random) {
    return new UUID(
        (random.nextLong() & ~0xf000L) | 0x4000L,
        (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L);
  }
}
