package dev.skald.activities.payments;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenWordsTest {

  @ParameterizedTest
  @CsvSource({
    "tok-1,                            false, 0, 0, false",
    "declined-1,                       true,  0, 0, false",
    "flaky-3-1,                        false, 3, 0, false",
    "slow-2-1,                         false, 0, 2, false",
    "refund-fails-1,                   false, 0, 0, true",
    "flaky-2-slow-3-refund-fails-x,    false, 2, 3, true",
    "refund-fails-slow-10-declined-x,  true,  0, 10, true",
    "declined,                         false, 0, 0, false",
    "flaky-many-1,                     false, 0, 0, false",
    "my-declined-1,                    false, 0, 0, false"
  })
  void words_stand_at_the_beginning(
      String token, boolean declined, int failures, int seconds, boolean refundFails) {
    assertThat(TokenWords.of(token))
        .isEqualTo(new TokenWords(declined, failures, Duration.ofSeconds(seconds), refundFails));
  }
}
