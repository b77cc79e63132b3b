package dev.skald.domain.payments;

import java.util.regex.Pattern;

/** A payment. Its id may be made of what is paid for, so it may be longer than the ids of that. */
public record PaymentId(String value) {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,160}");

  public PaymentId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "payment id '%s' must be 1 to 160 letters, digits, '.', '_' or '-'".formatted(value));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
