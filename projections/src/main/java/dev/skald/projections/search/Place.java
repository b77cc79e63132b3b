package dev.skald.projections.search;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a search goes on. It holds all that the first page was made of, so that what is added
 * meanwhile neither repeats a hit nor hides one: the last position then, and what was searched for
 * instead of misspelled words.
 *
 * @param score of the hit that it goes on behind
 * @param position of that hit
 */
record Place(BigDecimal score, long position, long head, Map<String, List<String>> corrections) {

  private static final Pattern FORM =
      Pattern.compile(
          "s1 (?<search>-?\\d+) (?<score>\\d{1,3}\\.\\d{1,6}) (?<position>\\d{1,18}) (?<head>\\d{1,18})"
              + "(?<corrections>(?: [\\p{L}\\p{Nd}]+(?:=[\\p{L}\\p{Nd}]{1,40}){1,5}){0,10})");

  static final BigDecimal ABOVE_ALL = new BigDecimal("999.0");

  static Place first(long head, Map<String, List<String>> corrections) {
    return new Place(ABOVE_ALL, Long.MAX_VALUE, head, corrections);
  }

  String cursor(Wanted wanted) {
    String text =
        "s1 %d %s %d %d"
                .formatted(wanted.fingerprint(), score.setScale(6).toPlainString(), position, head)
            + new TreeMap<>(corrections)
                .entrySet().stream()
                    .map(entry -> " " + entry.getKey() + "=" + String.join("=", entry.getValue()))
                    .collect(Collectors.joining());
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static @Nullable Place of(@Nullable String cursor, Wanted wanted) {
    if (cursor == null) {
      return null;
    }
    Matcher form = FORM.matcher(decoded(cursor));
    if (!form.matches()) {
      throw new IllegalArgumentException("cursor '%s' is not one of ours".formatted(cursor));
    }
    if (!form.group("search").equals(Integer.toString(wanted.fingerprint()))) {
      throw new IllegalArgumentException(
          "cursor '%s' goes on with another search".formatted(cursor));
    }
    return new Place(
        new BigDecimal(form.group("score")),
        Long.parseLong(form.group("position")),
        Long.parseLong(form.group("head")),
        Arrays.stream(form.group("corrections").split(" ", -1))
            .filter(text -> !text.isEmpty())
            .map(text -> List.of(text.split("=", -1)))
            .collect(
                Collectors.toMap(
                    List::getFirst, words -> words.subList(1, words.size()), (one, _) -> one)));
  }

  private static String decoded(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return "";
    }
  }
}
