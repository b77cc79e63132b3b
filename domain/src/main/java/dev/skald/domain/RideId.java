package dev.skald.domain;

/** A ride, from the moment somebody asks for it; the trip that comes of it has the same id. */
public record RideId(String value) {

  public RideId {
    Ids.check("ride id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
