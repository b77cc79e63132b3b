package dev.skald.domain.drivers;

import dev.skald.domain.Ids;

public record DriverId(String value) {

  public DriverId {
    Ids.check("driver id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
