package dev.skald.domain;

import java.util.regex.Pattern;

/** Where something goes. The country is a code of two letters, as in ISO 3166. */
public record Address(String name, String street, String city, String country) {

  private static final int MAX_LENGTH = 200;
  private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

  public Address {
    check("name", name);
    check("street", street);
    check("city", city);
    if (!COUNTRY.matcher(country).matches()) {
      throw new IllegalArgumentException(
          "country '%s' must be a code of two capital letters such as 'DE'".formatted(country));
    }
  }

  private static void check(String what, String value) {
    if (value.isBlank() || value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "%s must have 1 to %d characters, not be blank".formatted(what, MAX_LENGTH));
    }
  }
}
