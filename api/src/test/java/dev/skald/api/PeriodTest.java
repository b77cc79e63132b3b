package dev.skald.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.projections.Span;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodTest {

  private static final Instant NOW = Instant.parse("2026-03-10T12:34:56Z");

  @ParameterizedTest
  @CsvSource({
    ",,, 2026-03-09T13:00:00Z, 2026-03-10T13:00:00Z, HOUR",
    ",, minute, 2026-03-10T11:35:00Z, 2026-03-10T12:35:00Z, MINUTE",
    ",, day, 2026-02-09T00:00:00Z, 2026-03-11T00:00:00Z, DAY",
    "2026-03-10T11:00:00Z,,, 2026-03-10T11:00:00Z, 2026-03-10T12:35:00Z, MINUTE",
    "2026-03-05T00:00:00Z,,, 2026-03-05T00:00:00Z, 2026-03-10T13:00:00Z, HOUR",
    "2025-03-05T00:00:00Z,,, 2025-03-05T00:00:00Z, 2026-03-11T00:00:00Z, DAY",
    ", 2026-01-02T00:00:00Z,, 2026-01-01T00:00:00Z, 2026-01-02T00:00:00Z, HOUR"
  })
  void what_is_not_said_is_chosen(
      @Nullable String from,
      @Nullable String to,
      @Nullable String by,
      Instant begin,
      Instant end,
      Span span) {
    assertThat(Period.of(from, to, by, NOW)).isEqualTo(new Period(begin, end, span));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-01-02T00:00:00Z | 2026-01-01T00:00:00Z | hour | must be before",
        "2026-01-01T00:00:00Z | 2026-01-01T00:00:00Z | hour | must be before",
        "2030-01-01T00:00:00Z | | | must be before",
        "2026-01-01T00:00:00Z | 2026-02-01T00:00:00Z | minute | at most 1500",
        "2020-01-01T00:00:00Z | 2026-01-01T00:00:00Z | | at most 1500",
        "2026-01-01T00:00:00Z | | week | must be one of minute, hour, day",
        "yesterday | | | must be a time such as",
        "+10000-01-01T00:00:00Z | | | must be a time such as"
      })
  void what_makes_no_sense_is_told_with_what_would(
      @Nullable String from, @Nullable String to, @Nullable String by, String message) {
    assertThatThrownBy(() -> Period.of(from, to, by, NOW))
        .isInstanceOfSatisfying(
            InvalidRequest.class,
            invalid ->
                assertThat(invalid.errors())
                    .singleElement()
                    .satisfies(error -> assertThat(error.message()).contains(message)));
  }

  @Test
  void every_minute_of_a_day_may_be_asked_for() {
    assertThat(Period.of("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "minute", NOW).by())
        .isEqualTo(Span.MINUTE);
  }
}
