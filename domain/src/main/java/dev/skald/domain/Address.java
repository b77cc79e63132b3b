package dev.skald.domain;

import java.util.regex.Pattern;

/** Where something goes. The country is a code of two letters, as in ISO 3166. */
public record Address(String name, String street, String city, String country) {

  private static final int MAX_LENGTH = 200;
  private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

  public Address {
    Texts.check("name", name, MAX_LENGTH);
    Texts.check("street", street, MAX_LENGTH);
    Texts.check("city", city, MAX_LENGTH);
    if (!COUNTRY.matcher(country).matches()) {
      throw new IllegalArgumentException(
          "country '%s' must be a code of two capital letters such as 'DE'".formatted(country));
    }
  }
}
