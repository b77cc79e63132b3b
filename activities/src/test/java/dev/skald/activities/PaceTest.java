package dev.skald.activities;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final long START = Long.MAX_VALUE - 5;

  @Test
  void the_rest_takes_as_long_for_each_part_as_what_is_done() {
    Pace pace = Pace.ofFirst(START);

    assertThat(pace.millisLeft(0, 10, after(1))).isNull();
    assertThat(pace.millisLeft(2, 10, after(4))).isEqualTo(16_000);
    assertThat(pace.millisLeft(10, 10, after(20))).isZero();
  }

  @Test
  void a_try_that_goes_on_after_a_crash_knows_nothing_of_the_time_before() {
    Pace pace = Pace.ofResumed();

    assertThat(pace.millisLeft(30, 50, after(1_589))).isNull();
    assertThat(pace.millisLeft(31, 50, after(1_590))).isEqualTo(19_000);
  }

  @Test
  void one_that_begins_anew_is_measured_from_there() {
    Pace pace = Pace.ofResumed();
    pace.millisLeft(30, 50, after(0));

    assertThat(pace.millisLeft(10, 50, after(100))).isNull();
    assertThat(pace.millisLeft(20, 50, after(110))).isEqualTo(30_000);
  }

  private static long after(int seconds) {
    return START + Duration.ofSeconds(seconds).toNanos();
  }
}
