package dev.skald.workflows.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How long a step may take, how often it is tried, and what follows when it does not work out.
 *
 * @param pace where it is done
 * @param timeLimit how long one try may take
 * @param heartbeat how long a long one may be silent; null where it does not report
 * @param expected how long it usually takes; one that takes far longer is reported as stalled
 * @param attempts how many tries there are; 0: no end
 * @param backoff the pauses between them
 * @param finalFailures types of failures, besides refusals, after which it is not tried again
 * @param then what follows when attempts run out
 */
public record Limits(
    Pace pace,
    Duration timeLimit,
    @Nullable Duration heartbeat,
    Duration expected,
    int attempts,
    Backoff backoff,
    Set<String> finalFailures,
    Then then) {

  /** So many times longer than expected is far longer than expected. */
  private static final int FAR = 5;

  /** What takes less than this troubles nobody, however short it was meant to be. */
  private static final Duration NOTICEABLE = Duration.ofSeconds(1);

  public enum Pace {
    /** Short work in our own database: tried at once, and only by the book if that fails. */
    QUICK,
    /** Takes its time, or leaves the house: Temporal keeps watch over each try. */
    SLOW
  }

  /** What follows when attempts, or the time, run out, so that nobody knows whether it happened. */
  public enum Then {
    COMPENSATE,
    ASK_OPERATOR,
    /** As if it had not been wanted: for optional steps. */
    GO_ON
  }

  public Limits {
    finalFailures = Set.copyOf(finalFailures);
    if (!timeLimit.isPositive() || !expected.isPositive() || attempts < 0) {
      throw new IllegalArgumentException(
          "a step needs a time limit and an expected time above zero, and tries, not %s, %s and %d"
              .formatted(timeLimit, expected, attempts));
    }
    if (heartbeat != null && !heartbeat.isPositive()) {
      throw new IllegalArgumentException("a heartbeat every %s is none".formatted(heartbeat));
    }
  }

  /** Short work in our own database, with a time limit. */
  public static Timed quick(Duration timeLimit) {
    return new Timed(Pace.QUICK, timeLimit, null);
  }

  /** Work that takes its time or leaves the house, with a time limit for each try. */
  public static Timed slow(Duration timeLimit) {
    return new Timed(Pace.SLOW, timeLimit, null);
  }

  /** Work so long that it reports, at least this often; a silent one is taken for dead. */
  public static Timed reporting(Duration timeLimit, Duration heartbeat) {
    return new Timed(Pace.SLOW, timeLimit, heartbeat);
  }

  /** After failures of these types as well, it is not tried again. */
  public Limits finalOn(String... failures) {
    return new Limits(
        pace, timeLimit, heartbeat, expected, attempts, backoff, Set.of(failures), then);
  }

  /** Whether what began then takes so much longer than expected that people should look at it. */
  public boolean isStalled(Instant since, Instant now) {
    Duration taken = Duration.between(since, now);
    return taken.compareTo(expected.multipliedBy(FAR)) > 0 && taken.compareTo(NOTICEABLE) > 0;
  }

  boolean isSlow() {
    return pace == Pace.SLOW;
  }

  boolean isEndless() {
    return attempts == 0;
  }

  /** The same work, tried until it is done: once there is no way back, or to take it back. */
  Limits withoutEnd(Backoff pauses) {
    return new Limits(pace, timeLimit, heartbeat, expected, 0, pauses, Set.of(), Then.ASK_OPERATOR);
  }

  /** How long it may take is said; how long it usually does is not yet. */
  public record Timed(Pace pace, Duration timeLimit, @Nullable Duration heartbeat) {

    public Expected usually(Duration expected) {
      return new Expected(this, expected);
    }
  }

  /** How often it is tried is not said yet. */
  public record Expected(Timed timed, Duration expected) {

    public Tried tries(int attempts, Backoff backoff) {
      if (attempts < 1) {
        throw new IllegalArgumentException(
            "a step needs at least one try, not %d".formatted(attempts));
      }
      return new Tried(this, attempts, backoff);
    }

    public Tried once() {
      return tries(1, Backoff.fixed(Duration.ofSeconds(1)));
    }

    public Limits triesWithoutEnd(Backoff backoff) {
      return new Tried(this, 0, backoff).then(Then.ASK_OPERATOR);
    }
  }

  /** What follows when tries run out is not said yet. */
  public record Tried(Expected expected, int attempts, Backoff backoff) {

    public Limits thenCompensate() {
      return then(Then.COMPENSATE);
    }

    public Limits thenAskOperator() {
      return then(Then.ASK_OPERATOR);
    }

    public Limits thenGoOn() {
      return then(Then.GO_ON);
    }

    private Limits then(Then then) {
      Timed timed = expected.timed();
      return new Limits(
          timed.pace(),
          timed.timeLimit(),
          timed.heartbeat(),
          expected.expected(),
          attempts,
          backoff,
          Set.of(),
          then);
    }
  }
}
