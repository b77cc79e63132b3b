package dev.skald.activities.content;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A chain of SHA-256: each link covers all before it, and the next can be added at any later time,
 * by another process as well.
 */
record Checksum(String value) {

  static final Checksum START = new Checksum("");

  Checksum with(String text) {
    return with(text.getBytes(StandardCharsets.UTF_8));
  }

  Checksum with(byte[] bytes) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(value.getBytes(StandardCharsets.US_ASCII));
      return new Checksum(HexFormat.of().formatHex(sha256.digest(bytes)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  byte[] bytes() {
    return HexFormat.of().parseHex(value);
  }
}
