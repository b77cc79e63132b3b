package dev.skald.activities.payments;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a payment token asks for in a rehearsal. Words stand at its beginning, also several: {@code
 * flaky-2-slow-3-refund-fails-x} fails twice, then takes three seconds, and is never given back.
 */
record TokenWords(boolean declined, int failures, Duration pause, boolean refundFails) {

  static final TokenWords NONE = new TokenWords(false, 0, Duration.ZERO, false);

  private static final Pattern WORD =
      Pattern.compile("(?:(declined)|(refund-fails)|flaky-(\\d{1,4})|slow-(\\d{1,4}))-");

  static TokenWords of(String token) {
    TokenWords words = NONE;
    Matcher word = WORD.matcher(token);
    while (word.lookingAt()) {
      words = words.and(word);
      word.region(word.end(), token.length());
    }
    return words;
  }

  private TokenWords and(Matcher word) {
    String flaky = word.group(3);
    String slow = word.group(4);
    return new TokenWords(
        declined || word.group(1) != null,
        flaky == null ? failures : Integer.parseInt(flaky),
        slow == null ? pause : Duration.ofSeconds(Integer.parseInt(slow)),
        refundFails || word.group(2) != null);
  }
}
