package dev.skald.activities.trips;

import dev.skald.domain.Location;
import dev.skald.domain.Money;
import dev.skald.domain.trips.Fare;
import dev.skald.domain.trips.Supply;
import dev.skald.domain.trips.Tariff;
import java.math.BigDecimal;
import java.util.Currency;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What trips cost from now on; those already priced keep their price.
 *
 * @param currency of all prices
 * @param minimum however short the trip
 * @param perKilometre as the crow flies
 * @param perMinute at the speed of `kilometres-per-hour`
 * @param kilometresPerHour how fast vehicles get on
 * @param highestSurge the factor when no driver nearby is free
 */
@ConfigurationProperties("skald.fares")
public record FareProperties(
    @DefaultValue("EUR") Currency currency,
    @DefaultValue("5.00") BigDecimal minimum,
    @DefaultValue("1.20") BigDecimal perKilometre,
    @DefaultValue("0.30") BigDecimal perMinute,
    @DefaultValue("30") BigDecimal kilometresPerHour,
    @DefaultValue("2.00") BigDecimal highestSurge) {

  private static final Location POLE = new Location(90, 0);
  private static final Location OTHER_POLE = new Location(-90, 0);
  private static final Supply NOBODY_FREE = new Supply(1, 0);

  public FareProperties {
    checkDearest(
        tariff(currency, minimum, perKilometre, perMinute, kilometresPerHour, highestSurge));
  }

  Tariff tariff() {
    return tariff(currency, minimum, perKilometre, perMinute, kilometresPerHour, highestSurge);
  }

  /** If the dearest trip there can be has a fare, no ride ever fails for want of one. */
  private static void checkDearest(Tariff tariff) {
    try {
      Fare.quote(POLE, OTHER_POLE, tariff, NOBODY_FREE);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "a trip across the earth would cost more than an amount can hold; the prices, the highest"
              + " surge or the minutes that a kilometre takes must be lower",
          e);
    }
  }

  private static Tariff tariff(
      Currency currency,
      BigDecimal minimum,
      BigDecimal perKilometre,
      BigDecimal perMinute,
      BigDecimal kilometresPerHour,
      BigDecimal highestSurge) {
    return new Tariff(
        new Money(minimum, currency),
        new Money(perKilometre, currency),
        new Money(perMinute, currency),
        kilometresPerHour,
        highestSurge);
  }
}
