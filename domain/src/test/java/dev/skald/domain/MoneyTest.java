package dev.skald.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

  @ParameterizedTest
  @CsvSource({"25,EUR,25.00 EUR", "25.5,EUR,25.50 EUR", "7,JPY,7 JPY", "1.2345,BHD,"})
  void an_amount_has_the_digits_of_its_currency(String amount, String currency, String shown) {
    if (shown == null) {
      assertThatThrownBy(() -> Money.of(amount, currency)).hasMessageContaining("decimals");
    } else {
      assertThat(Money.of(amount, currency)).hasToString(shown);
    }
  }

  @Test
  void amounts_of_two_currencies_do_not_mix() {
    assertThatThrownBy(() -> Money.of("1", "EUR").plus(Money.of("1", "USD")))
        .hasMessageContaining("another currency");
  }

  @Test
  void equal_amounts_are_equal_however_they_were_written() {
    assertThat(Money.of("1.5", "EUR")).isEqualTo(Money.of("1.50", "EUR"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e30", "10000000000000000", "1e50000000", "1e2147483647", "-1e50000000"})
  void an_amount_beyond_all_reason_is_refused_at_once(String amount) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(1),
        () ->
            assertThatThrownBy(() -> Money.of(amount, "EUR"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("digits"));
  }

  @Test
  void the_largest_amount_is_taken() {
    assertThat(Money.of("9999999999999999.99", "EUR").amount()).hasToString("9999999999999999.99");
    assertThat(Money.of("0e9", "EUR").isZero()).isTrue();
  }
}
