package dev.skald.domain;

import java.util.regex.Pattern;

/** A kind of vehicle by its name, such as {@code standard}. Which kinds there are, drivers say. */
public record VehicleType(String value) {

  private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,31}");

  public VehicleType {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "vehicle type '%s' must be a word such as 'standard'".formatted(value));
    }
  }

  /** However it is written: people do not care about capitals here. */
  public boolean isSameAs(VehicleType other) {
    return value.equalsIgnoreCase(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
