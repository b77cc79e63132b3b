package dev.skald.domain.trips;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The drivers around a pickup, other than the one whose ride is priced.
 *
 * @param free those of them who could take a ride now
 */
public record Supply(int drivers, int free) {

  public Supply {
    if (free < 0 || drivers < free) {
      throw new IllegalArgumentException(
          "%d of %d drivers cannot be free".formatted(free, drivers));
    }
  }

  /**
   * Grows evenly from 1, while at least half of the drivers are free, to the highest when none is.
   * Where there are no drivers to tell by, it is 1.
   */
  public BigDecimal surge(BigDecimal highest) {
    int missing = Math.max(0, drivers - 2 * free);
    if (missing == 0) {
      return BigDecimal.ONE.setScale(2);
    }
    return highest
        .subtract(BigDecimal.ONE)
        .multiply(BigDecimal.valueOf(missing))
        .divide(BigDecimal.valueOf(drivers), 2, RoundingMode.HALF_UP)
        .add(BigDecimal.ONE);
  }
}
