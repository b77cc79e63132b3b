package dev.skald.domain.trips;

import dev.skald.domain.Location;
import dev.skald.domain.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** The price of a trip, and all that it was made of: anyone can work it out again. */
public record Fare(
    Money amount,
    BigDecimal kilometres,
    BigDecimal minutes,
    BigDecimal surge,
    Tariff tariff,
    Supply supply) {

  private static final BigDecimal MINUTES_PER_HOUR = BigDecimal.valueOf(60);

  /** The larger of the minimum and (distance + time) x surge. */
  public static Fare quote(Location pickup, Location destination, Tariff tariff, Supply supply) {
    BigDecimal kilometres =
        BigDecimal.valueOf(pickup.kilometresTo(destination)).setScale(3, RoundingMode.HALF_UP);
    BigDecimal minutes =
        kilometres
            .multiply(MINUTES_PER_HOUR)
            .divide(tariff.kilometresPerHour(), 1, RoundingMode.HALF_UP);
    BigDecimal surge = supply.surge(tariff.highestSurge());
    BigDecimal metered =
        tariff
            .perKilometre()
            .amount()
            .multiply(kilometres)
            .add(tariff.perMinute().amount().multiply(minutes))
            .multiply(surge);
    BigDecimal due = metered.max(tariff.minimum().amount());
    return new Fare(rounded(due, tariff), kilometres, minutes, surge, tariff, supply);
  }

  private static Money rounded(BigDecimal due, Tariff tariff) {
    int digits = tariff.minimum().amount().scale();
    return new Money(due.setScale(digits, RoundingMode.HALF_UP), tariff.minimum().currency());
  }
}
