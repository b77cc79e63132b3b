package dev.skald.domain;

/** A place that people have a name for. */
public record Place(String name, double lat, double lon) {

  private static final int MAX_NAME = 200;

  public Place {
    if (name.isBlank() || name.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          "the name of a place must have 1 to %d characters".formatted(MAX_NAME));
    }
    new Location(lat, lon);
  }

  public Location location() {
    return new Location(lat, lon);
  }
}
