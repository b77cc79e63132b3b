package dev.skald.eventstore;

import java.util.regex.Pattern;

/**
 * Names one aggregate's stream, such as {@code account-42}; its category is what stands before the
 * first dash.
 */
public record StreamId(String value) {

  private static final Pattern VALID = Pattern.compile("[a-z][a-z0-9]*-[A-Za-z0-9._-]{1,255}");

  public StreamId {
    if (!VALID.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "stream id '%s' must be <category>-<id>: lower case letters and digits, a dash, then up to 255 letters, digits, '.', '_' or '-'"
              .formatted(value));
    }
  }

  public static StreamId of(String category, String id) {
    return new StreamId(category + "-" + id);
  }

  public String category() {
    return value.substring(0, value.indexOf('-'));
  }

  public String id() {
    return value.substring(value.indexOf('-') + 1);
  }

  @Override
  public String toString() {
    return value;
  }
}
