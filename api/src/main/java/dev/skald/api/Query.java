package dev.skald.api;

import dev.skald.projections.Cursor;
import dev.skald.projections.Rank;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of queries: what is wrong is said with the value and with what is right. */
public final class Query {

  public static final int DEFAULT_LIMIT = 50;
  public static final int MAX_LIMIT = 500;

  // Years that all of our databases know.
  static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,18}(\\.\\d{1,4})?");

  private Query() {}

  public static int limit(@Nullable String value) {
    if (value == null) {
      return DEFAULT_LIMIT;
    }
    if (!value.matches("\\d{1,6}")
        || Integer.parseInt(value) < 1
        || Integer.parseInt(value) > MAX_LIMIT) {
      throw new InvalidRequest("limit", "'%s' must be from 1 to %d".formatted(value, MAX_LIMIT));
    }
    return Integer.parseInt(value);
  }

  /** Checked here, so that a wrong one is the caller's mistake and not ours. */
  public static @Nullable String cursor(@Nullable String value) {
    try {
      Cursor.position(value, 0);
      return value;
    } catch (IllegalArgumentException e) {
      throw new InvalidRequest("cursor", String.valueOf(e.getMessage()));
    }
  }

  /** Where a list goes on that is not sorted by positions. */
  public static @Nullable Rank rank(@Nullable String cursor) {
    try {
      return Rank.of(cursor);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequest("cursor", String.valueOf(e.getMessage()));
    }
  }

  public static long position(String name, @Nullable String value, long otherwise) {
    if (value == null) {
      return otherwise;
    }
    if (!value.matches("\\d{1,18}")) {
      throw new InvalidRequest(name, "'%s' must be a whole number".formatted(value));
    }
    return Long.parseLong(value);
  }

  public static @Nullable Instant time(String name, @Nullable String value) {
    if (value == null) {
      return null;
    }
    try {
      Instant time = Instant.parse(value);
      if (!time.isBefore(FIRST) && time.isBefore(LAST)) {
        return time;
      }
    } catch (DateTimeParseException _) {
      // Said below.
    }
    throw new InvalidRequest(
        name, "'%s' must be a time such as 2026-01-31T12:00:00Z".formatted(value));
  }

  /** Between times in the other order lies nothing, which is hardly what was meant. */
  public static void inOrder(@Nullable Instant from, @Nullable Instant to) {
    if (from != null && to != null && !from.isBefore(to)) {
      throw new InvalidRequest("from", "'%s' must be before to, '%s'".formatted(from, to));
    }
  }

  public static Optional<Duration> duration(String name, @Nullable String value) {
    if (value == null) {
      return Optional.empty();
    }
    try {
      Duration duration = Duration.parse(value);
      if (duration.isPositive() && duration.compareTo(LONGEST) <= 0) {
        return Optional.of(duration);
      }
    } catch (DateTimeParseException _) {
      // Said below.
    }
    throw new InvalidRequest(
        name,
        "'%s' must be a length of time such as PT5M, of at most %d days"
            .formatted(value, LONGEST.toDays()));
  }

  public static @Nullable BigDecimal decimal(String name, @Nullable String value) {
    if (value == null) {
      return null;
    }
    if (!DECIMAL.matcher(value).matches()) {
      throw new InvalidRequest(
          name,
          "'%s' must be a decimal such as 25.00, of at most 18 digits before the point and 4 behind it"
              .formatted(value));
    }
    return new BigDecimal(value);
  }

  /** As with times; a single balance may be wanted. */
  public static void inOrder(@Nullable BigDecimal minBalance, @Nullable BigDecimal maxBalance) {
    if (minBalance != null && maxBalance != null && minBalance.compareTo(maxBalance) > 0) {
      throw new InvalidRequest(
          "minBalance",
          "'%s' must not be above maxBalance, '%s'".formatted(minBalance, maxBalance));
    }
  }

  public static <E extends Enum<E>> @Nullable E oneOf(
      String name, @Nullable String value, Class<E> type) {
    if (value == null) {
      return null;
    }
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidRequest(
                    name,
                    "'%s' must be one of %s"
                        .formatted(value, Arrays.toString(type.getEnumConstants()))));
  }
}
