package dev.skald.api;

import dev.skald.projections.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The time that figures are wanted for, and the spans that it is divided into. */
public record Period(Instant from, Instant to, Span by) {

  /** All minutes of a day, and all days of four years. */
  static final int MOST_SPANS = 1_500;

  private static final int FINE_ENOUGH = 200;

  /**
   * What is not said is chosen: the time up to now, a length of spans that suits it, and as much
   * time as is usual for that length.
   */
  public static Period of(
      @Nullable String from, @Nullable String to, @Nullable String by, Instant now) {
    Instant wantedFrom = Query.time("from", from);
    Instant wantedTo = Query.time("to", to);
    Span span = by == null ? suiting(wantedFrom, wantedTo == null ? now : wantedTo) : span(by);
    Period period = of(wantedFrom, wantedTo, span, now);
    if (period.spans() > MOST_SPANS) {
      throw new InvalidRequest(
          "by",
          "'%s' makes %d spans from %s to %s, but at most %d are shown: choose longer ones, or less time"
              .formatted(span.unit(), period.spans(), period.from(), period.to(), MOST_SPANS));
    }
    return period;
  }

  /** As {@link #of}, where there is nothing to choose but days. */
  public static Period ofDays(@Nullable String from, @Nullable String to, Instant now) {
    Period period = of(Query.time("from", from), Query.time("to", to), Span.DAY, now);
    if (period.spans() > MOST_SPANS) {
      throw new InvalidRequest(
          "from",
          "there are %d days from %s to %s, but at most %d are shown: choose less time"
              .formatted(period.spans(), period.from(), period.to(), MOST_SPANS));
    }
    return period;
  }

  private static Period of(
      @Nullable Instant wantedFrom, @Nullable Instant wantedTo, Span span, Instant now) {
    // To the end of the span that is under way, so that the newest is in it.
    Instant end = wantedTo == null ? span.endAfter(now) : wantedTo;
    Instant begin = wantedFrom == null ? latest(end.minus(usual(span)), Query.FIRST) : wantedFrom;
    Query.inOrder(begin, end);
    return new Period(begin, end, span);
  }

  private long spans() {
    return Duration.between(from, to).dividedBy(by.length());
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Span span(String by) {
    return Arrays.stream(Span.values())
        .filter(span -> span.unit().equals(by))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidRequest(
                    "by",
                    "'%s' must be one of %s"
                        .formatted(
                            by,
                            Arrays.stream(Span.values())
                                .map(Span::unit)
                                .collect(Collectors.joining(", ")))));
  }

  private static Span suiting(@Nullable Instant from, Instant to) {
    if (from == null) {
      return Span.HOUR;
    }
    Duration all = Duration.between(from, to);
    return Arrays.stream(Span.values())
        .filter(span -> all.dividedBy(span.length()) <= FINE_ENOUGH)
        .findFirst()
        .orElse(Span.DAY);
  }

  private static Duration usual(Span span) {
    return switch (span) {
      case MINUTE -> Duration.ofHours(1);
      case HOUR -> Duration.ofDays(1);
      case DAY -> Duration.ofDays(30);
    };
  }
}
