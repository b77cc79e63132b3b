package dev.skald.eventstore;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells two commands apart that carry the same id. */
public record Fingerprint(String value) {

  public static Fingerprint of(String command) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(command.getBytes(StandardCharsets.UTF_8));
      return new Fingerprint(HexFormat.of().formatHex(hash, 0, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
