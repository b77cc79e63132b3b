package dev.skald.domain.trips;

import dev.skald.domain.Money;
import java.math.BigDecimal;

/**
 * What a trip costs.
 *
 * @param minimum however short the trip
 * @param kilometresPerHour how fast vehicles get on, which makes minutes of kilometres
 * @param highestSurge the factor when nobody nearby is free
 */
public record Tariff(
    Money minimum,
    Money perKilometre,
    Money perMinute,
    BigDecimal kilometresPerHour,
    BigDecimal highestSurge) {

  public Tariff {
    require(minimum.isPositive(), "the minimum fare %s must be more than zero", minimum);
    require(!perKilometre.isNegative(), "a kilometre cannot cost %s", perKilometre);
    require(!perMinute.isNegative(), "a minute cannot cost %s", perMinute);
    require(
        kilometresPerHour.signum() > 0,
        "nobody gets anywhere at %s kilometres per hour",
        kilometresPerHour);
    require(
        highestSurge.compareTo(BigDecimal.ONE) >= 0,
        "the highest surge %s must be at least 1",
        highestSurge);
    require(
        minimum.currency().equals(perKilometre.currency())
            && minimum.currency().equals(perMinute.currency()),
        "all prices must be in %s, as the minimum fare is",
        minimum.currency());
  }

  private static void require(boolean holds, String otherwise, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise.formatted(value));
    }
  }
}
