package dev.skald.domain.trips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.skald.domain.Location;
import dev.skald.domain.Money;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FareTest {

  private static final Tariff TARIFF =
      new Tariff(eur("5.00"), eur("1.20"), eur("0.30"), decimal("30"), decimal("2.00"));
  private static final Supply PLENTY = new Supply(4, 4);
  private static final Location HERE = new Location(52.5, 13.4);
  private static final Location THERE = new Location(52.6, 13.4);

  @Test
  void a_fare_is_distance_and_time_times_surge() {
    Fare fare = Fare.quote(HERE, THERE, TARIFF, new Supply(4, 0));

    // 11.120 km are 22.2 minutes: (13.344 + 6.66) x 2.
    assertThat(fare.kilometres()).isEqualByComparingTo("11.120");
    assertThat(fare.minutes()).isEqualByComparingTo("22.2");
    assertThat(fare.surge()).isEqualByComparingTo("2");
    assertThat(fare.amount()).isEqualTo(eur("40.01"));
  }

  @Test
  void a_short_trip_costs_the_minimum_whatever_the_surge() {
    Location near = new Location(52.501, 13.4);

    assertThat(Fare.quote(HERE, near, TARIFF, PLENTY).amount()).isEqualTo(eur("5.00"));
    assertThat(Fare.quote(HERE, HERE, TARIFF, new Supply(1, 0)).amount()).isEqualTo(eur("5.00"));
  }

  @ParameterizedTest
  @CsvSource({"0,0,1", "4,4,1", "4,2,1", "4,1,1.50", "4,0,2", "3,1,1.33", "1,0,2", "100,49,1.02"})
  void surge_grows_when_less_than_half_of_the_drivers_nearby_are_free(
      int drivers, int free, String surge) {
    assertThat(new Supply(drivers, free).surge(TARIFF.highestSurge())).isEqualByComparingTo(surge);
  }

  @RepeatedTest(20)
  void anyone_can_work_a_fare_out_again_from_its_inputs(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Location from = anywhere(random);
    Location to = anywhere(random);
    int drivers = random.nextInt(10);

    Fare fare = Fare.quote(from, to, TARIFF, new Supply(drivers, random.nextInt(drivers + 1)));

    double metered =
        (fare.kilometres().doubleValue() * 1.20 + fare.minutes().doubleValue() * 0.30)
            * fare.surge().doubleValue();
    assertThat(fare.amount().amount().doubleValue())
        .isCloseTo(Math.max(5, metered), within(0.0051));
  }

  @Test
  void a_fare_has_the_digits_of_its_currency() {
    Money yen = Money.of("1", "JPY");
    Tariff tariff = new Tariff(yen, yen, yen, decimal("30"), decimal("1"));

    assertThat(Fare.quote(HERE, THERE, tariff, PLENTY).amount()).isEqualTo(Money.of("33", "JPY"));
  }

  @Test
  void a_tariff_that_makes_no_sense_is_refused() {
    assertThatThrownBy(() -> new Tariff(eur("0"), eur("1"), eur("1"), decimal("30"), decimal("1")))
        .hasMessageContaining("minimum");
    assertThatThrownBy(() -> new Tariff(eur("1"), eur("1"), eur("1"), decimal("0"), decimal("1")))
        .hasMessageContaining("0 kilometres");
    assertThatThrownBy(
            () -> new Tariff(eur("1"), eur("1"), eur("1"), decimal("30"), decimal("0.5")))
        .hasMessageContaining("surge");
    assertThatThrownBy(
            () -> new Tariff(eur("1"), Money.of("1", "USD"), eur("1"), decimal("30"), decimal("1")))
        .hasMessageContaining("EUR");
    assertThatThrownBy(() -> new Supply(1, 2)).hasMessageContaining("2 of 1");
  }

  private static Location anywhere(Random random) {
    return new Location(random.nextDouble(-90, 90), random.nextDouble(-180, 180));
  }

  private static Money eur(String amount) {
    return Money.of(amount, "EUR");
  }

  private static BigDecimal decimal(String value) {
    return new BigDecimal(value);
  }
}
