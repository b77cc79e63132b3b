package dev.skald.activities.trips;

import dev.skald.domain.Money;
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
 * @param perMinute at the speed below
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

  public FareProperties {
    tariff(currency, minimum, perKilometre, perMinute, kilometresPerHour, highestSurge);
  }

  Tariff tariff() {
    return tariff(currency, minimum, perKilometre, perMinute, kilometresPerHour, highestSurge);
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
