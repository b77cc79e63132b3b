package dev.skald.domain;

import java.util.regex.Pattern;

/** The form of every id that a caller may choose. */
public final class Ids {

  public static final String FORM = "[A-Za-z0-9._-]{1,128}";
  private static final Pattern PATTERN = Pattern.compile(FORM);

  private Ids() {}

  public static void check(String what, String value) {
    if (!PATTERN.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "%s '%s' must be 1 to 128 letters, digits, '.', '_' or '-'".formatted(what, value));
    }
  }
}
