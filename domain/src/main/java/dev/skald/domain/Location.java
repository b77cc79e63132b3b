package dev.skald.domain;

/** A point on the earth, in degrees. */
public record Location(double lat, double lon) {

  private static final double EARTH_RADIUS_KILOMETRES = 6371.0088;

  public Location {
    check("lat", lat, 90);
    check("lon", lon, 180);
  }

  /** As the crow flies, by the haversine formula: good to half a percent. */
  public double kilometresTo(Location other) {
    double halfLat = Math.toRadians(other.lat - lat) / 2;
    double halfLon = Math.toRadians(other.lon - lon) / 2;
    double chord =
        square(Math.sin(halfLat))
            + Math.cos(Math.toRadians(lat))
                * Math.cos(Math.toRadians(other.lat))
                * square(Math.sin(halfLon));
    return 2 * EARTH_RADIUS_KILOMETRES * Math.asin(Math.min(1, Math.sqrt(chord)));
  }

  private static double square(double value) {
    return value * value;
  }

  private static void check(String what, double degrees, int most) {
    if (!(Math.abs(degrees) <= most)) {
      throw new IllegalArgumentException(
          "%s %s must be from -%d to %d degrees".formatted(what, degrees, most, most));
    }
  }
}
