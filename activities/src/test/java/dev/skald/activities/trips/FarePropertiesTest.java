package dev.skald.activities.trips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.domain.Money;
import java.math.BigDecimal;
import java.util.Currency;
import org.junit.jupiter.api.Test;

class FarePropertiesTest {

  @Test
  void prices_at_which_a_trip_could_cost_more_than_an_amount_can_hold_stop_the_start() {
    assertThat(fares("100000.00", "30").tariff().perKilometre())
        .isEqualTo(Money.of("100000.00", "EUR"));
    assertThatThrownBy(() -> fares("1000000000000.00", "30"))
        .hasMessageContaining("a trip across the earth")
        .cause()
        .hasMessageContaining("more than 18 digits");
    assertThatThrownBy(() -> fares("1.20", "0.000000000001"))
        .hasMessageContaining("a trip across the earth");
  }

  private static FareProperties fares(String perKilometre, String kilometresPerHour) {
    return new FareProperties(
        Currency.getInstance("EUR"),
        new BigDecimal("5.00"),
        new BigDecimal(perKilometre),
        new BigDecimal("0.30"),
        new BigDecimal(kilometresPerHour),
        new BigDecimal("2.00"));
  }
}
