package dev.skald.workflows.engine;

import dev.skald.domain.Origin;
import io.temporal.activity.ActivityInterface;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records what happens to a saga as a whole, and what no step can record itself; and says what the
 * log knows that the run does not. Each entry is made once under its own id.
 */
@ActivityInterface(namePrefix = "saga.")
public interface SagaJournal {

  void started(Entry entry, List<String> steps, Map<String, Object> request);

  /**
   * Records that a step has failed. Answers what it came to where it is to fail for good, but has
   * happened: then that counts.
   *
   * @param forGood its command is closed, so that it has failed for a run as well that tells the
   *     saga again; null where not, as where an older build asks
   */
  @Nullable RecordedAnswer stepFailed(
      Entry entry, StepCall call, SagaFailure failure, @Nullable Boolean forGood);

  /** The event that came for the step, recorded as its answer; or that it is waited for. */
  RecordedAnswer takeEvent(Entry entry, StepCall call, String eventType, @Nullable Instant until);

  /**
   * Records that the saga waits for an operator. Where a step was refused, and an earlier run was
   * told what to do about that, nobody is asked again: that is the answer.
   */
  @Nullable Settled operatorAsked(Entry entry, StepCall call, int number, SagaFailure failure);

  void retryDecided(Entry entry, StepCall call, Decision decision);

  /**
   * Records what an operator says about a step instead of the step, under the step's command: a do
   * that arrives later changes nothing. What has happened meanwhile outweighs it.
   */
  RecordedAnswer settleStep(Entry entry, StepCall call, DecisionKind kind, Decision decision);

  /** Turns the saga back: closes the commands that have not happened, and says what stands. */
  Standing turn(Entry entry, Turn turn);

  /**
   * Records that a way was gone to its end, so that nobody gives it up by itself; is refused if it
   * has been given up.
   *
   * @param turnId the id under which it would be
   */
  void wayGone(Entry entry, String turnId);

  void undoFailed(Entry entry, StepCall call, int number, SagaFailure failure);

  void undoSettled(Entry entry, StepCall call, DecisionKind kind, Decision decision);

  void rolledBack(Entry entry, String savepoint);

  /** Answers the position of the event, or is refused, since the saga has turned back. */
  long completed(Entry entry, Instant began);

  /** Answers the position of the event. Not every undo is done where an operator gave up on one. */
  long compensated(Entry entry, Instant began, SagaFailure failure, boolean allUndone);

  /** Which saga, and the id under which it is recorded once. */
  record Entry(String sagaId, String sagaType, String commandId, SagaStart start) {}

  /** What an operator decided before. */
  record Settled(DecisionKind kind, String reason, @Nullable Map<String, Object> answer) {}

  /**
   * What stands as a step's answer; null while there is none.
   *
   * @param byItself the step has happened, whatever people say, so that its own undo takes it back;
   *     null where nobody asks, or an older build was asked
   */
  record RecordedAnswer(
      String commandId,
      @Nullable Map<String, Object> answer,
      int attempt,
      @Nullable Boolean byItself) {

    public RecordedAnswer(String commandId, @Nullable Map<String, Object> answer, int attempt) {
      this(commandId, answer, attempt, null);
    }
  }

  /**
   * What is turned back.
   *
   * @param savepoint null for all of the saga
   * @param origin who called it off, if somebody did
   * @param pivots the steps after which there is no way back
   * @param open where all is turned back: the steps that must not happen any more, with the round
   *     that they would have. A step on a way goes with that
   * @param slow those of them that may not begin either, since they may call somebody else; null
   *     where an older build asks
   * @param outer the savepoints on whose ways this one is; null where an older build asks
   */
  record Turn(
      @Nullable String savepoint,
      SagaFailure why,
      List<String> pivots,
      List<OpenStep> open,
      @Nullable Origin origin,
      @Nullable List<String> slow,
      @Nullable List<String> outer) {
    public Turn {
      pivots = List.copyOf(pivots);
      open = List.copyOf(open);
      outer = outer == null ? null : List.copyOf(outer);
    }

    /** All of the saga. */
    public static Turn ofAll(
        SagaFailure why,
        List<String> pivots,
        List<OpenStep> open,
        @Nullable Origin origin,
        List<String> slow) {
      return new Turn(null, why, pivots, open, origin, slow, null);
    }

    /** What was done on one way. */
    public static Turn of(
        String savepoint, SagaFailure why, List<String> pivots, List<String> outer) {
      return new Turn(savepoint, why, pivots, List.of(), null, List.of(), outer);
    }

    public List<String> outerWays() {
      return outer == null ? List.of() : outer;
    }
  }

  record OpenStep(String step, int round) {}

  /**
   * What the log says of a saga that turns back.
   *
   * @param pastPivot the pivot has happened, or all of the saga, so that nothing was turned
   * @param steps of what is turned back, what has, or may have, happened and is not undone, oldest
   *     first
   * @param why it had turned back before, if it had
   * @param settled undos that people have settled, which nobody does once more; null where an older
   *     build was asked
   * @param all all of the saga had turned back before, so that no way leads on; null where an older
   *     build was asked
   * @param instead why the way was not given up, if it was not; null as well where an older build
   *     was asked
   * @param within the ways within this one that had been given up; null where an older build was
   *     asked
   */
  record Standing(
      boolean pastPivot,
      List<StandingStep> steps,
      @Nullable SagaFailure why,
      @Nullable List<SettledUndo> settled,
      @Nullable Boolean all,
      @Nullable Instead instead,
      @Nullable List<String> within) {

    /** What stands in the log, so that a way is not given up by itself. */
    public enum Instead {
      GONE_TO_ITS_END,
      OUTER_WAY_GIVEN_UP
    }

    public Standing {
      steps = List.copyOf(steps);
      settled = settled == null ? null : List.copyOf(settled);
      within = within == null ? null : List.copyOf(within);
    }

    public Standing(
        boolean pastPivot,
        List<StandingStep> steps,
        @Nullable SagaFailure why,
        @Nullable List<SettledUndo> settled) {
      this(pastPivot, steps, why, settled, null, null, null);
    }

    public Standing(boolean pastPivot, List<StandingStep> steps) {
      this(pastPivot, steps, null, null);
    }

    /** No way leads on any more. */
    public static Standing ofAll() {
      return new Standing(false, List.of(), null, null, true, null, null);
    }

    public static Standing of(Instead instead) {
      return new Standing(false, List.of(), null, null, null, instead, null);
    }

    boolean leadsNowhere() {
      return Boolean.TRUE.equals(all);
    }

    List<SettledUndo> settledUndos() {
      return settled == null ? List.of() : settled;
    }

    List<String> waysWithin() {
      return within == null ? List.of() : within;
    }
  }

  /**
   * An undo that people have settled.
   *
   * @param givenUp it was not done, and will not be
   */
  record SettledUndo(String step, int round, boolean givenUp) {}

  /**
   * A step that stands.
   *
   * @param command what it was told, and its undo will be
   * @param byHand an operator did it, so that an operator has to undo it
   * @param happened it is done by itself, and not only begun; null as well where an older build was
   *     asked
   */
  record StandingStep(
      String step,
      int round,
      Map<String, Object> command,
      boolean byHand,
      @Nullable Boolean happened) {

    public StandingStep(String step, int round, Map<String, Object> command, boolean byHand) {
      this(step, round, command, byHand, null);
    }
  }
}
