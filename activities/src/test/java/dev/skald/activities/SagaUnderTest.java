package dev.skald.activities;

import static dev.skald.activities.Participants.ORIGIN;
import static org.awaitility.Awaitility.await;

import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.EventReceived;
import dev.skald.workflows.engine.Decision;
import dev.skald.workflows.engine.DecisionKind;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A running saga, as people deal with it.
 *
 * @param events what comes with those that it waits for, by their types
 */
record SagaUnderTest(
    String sagaId,
    WorkflowStub run,
    Participants participants,
    Map<String, Map<String, Object>> events) {

  private static final String REASON = "decided in a test";

  SagaUnderTest(String sagaId, WorkflowStub run, Participants participants) {
    this(sagaId, run, participants, Map.of());
  }

  /** Sends an event as users do: it stands in the log, and the run is told. */
  void send(String eventType) {
    Map<String, Object> data = Objects.requireNonNull(events.get(eventType), eventType);
    participants
        .get(SagaLog.class)
        .receive(sagaId, eventType, eventType, ORIGIN, new EventReceived(eventType, data));
    try {
      run.signal("eventReceived", eventType);
    } catch (WorkflowNotFoundException ended) {
      // Nobody waits for it any more.
    }
  }

  void awaitWaiting(String step) {
    asked(
        entry ->
            entry instanceof SagaEvent.EventAwaited waits && waits.step().equals(step) ? 1 : 0);
  }

  /** Answers whether the saga let itself be called off. */
  boolean callOff() {
    try {
      run.update("compensate", Void.class, "the customer called", ORIGIN);
      return true;
    } catch (WorkflowUpdateException | WorkflowNotFoundException refusedOrEnded) {
      return false;
    }
  }

  /** Decides about a step as soon as the saga asks about it. */
  void decideOnStep(String step, DecisionKind kind) {
    decide(step, kind, awaitAsked(step));
  }

  /** Settles a step by hand as soon as the saga asks about it. */
  void resolve(String step, Map<String, Object> answer) {
    decide(step, DecisionKind.RESOLVE, new Decision(awaitAsked(step), REASON, answer, ORIGIN));
  }

  /** Answers which time the saga asks about the step. */
  int awaitAsked(String step) {
    return asked(
        entry ->
            entry instanceof SagaEvent.OperatorAsked asked && asked.step().equals(step)
                ? asked.number()
                : 0);
  }

  /** Decides about an undo as soon as the saga asks about it. */
  void decideOnUndo(String step, DecisionKind kind) {
    decide(step, kind, awaitUndoAsked(step));
  }

  /** Answers which time the saga asks. */
  int awaitUndoAsked(String step) {
    return asked(
        entry ->
            entry instanceof SagaEvent.UndoFailed failed && failed.step().equals(step)
                ? Objects.requireNonNullElse(failed.number(), 0)
                : 0);
  }

  void awaitUndone(int undos) {
    SagaLog log = participants.get(SagaLog.class);
    await("%d undos of %s".formatted(undos, sagaId))
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                log.events(sagaId).filter(SagaEvent.UndoCompleted.class::isInstance).count()
                    == undos);
  }

  /** Waits for the end, and has everything tried again that an operator is asked about. */
  void retryUntilItEnds() {
    answerUntilItEnds(this::retryAll);
  }

  /** Waits for the end, and answers meanwhile what an operator is asked about. */
  void answerUntilItEnds(Runnable answers) {
    await("the end of " + sagaId)
        .atMost(Duration.ofSeconds(90))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ZERO)
        .until(
            () -> {
              try {
                TestTemporal.awaitEnd(run, Duration.ofMillis(500));
                return true;
              } catch (TimeoutException | WorkflowServiceException goesOnOrBusy) {
                answers.run();
                return false;
              }
            });
  }

  private void retryAll() {
    answerAll(DecisionKind.RETRY, null);
  }

  /**
   * Decides about all steps that people are asked about; each undo is tried again, but what was
   * done by hand can only be undone by hand.
   *
   * @param answer of a step that is done by hand
   */
  void answerAll(DecisionKind kind, @Nullable Map<String, Object> answer) {
    participants
        .get(SagaLog.class)
        .events(sagaId)
        .forEach(
            entry -> {
              if (entry instanceof SagaEvent.OperatorAsked asked) {
                decides(
                    asked.step(),
                    kind,
                    asked.number(),
                    answer,
                    command(asked.step(), asked.round()));
              } else if (entry instanceof SagaEvent.UndoFailed failed) {
                boolean byHand = failed.code().equals("settled-by-hand");
                decides(
                    failed.step(),
                    byHand ? DecisionKind.RESOLVE : DecisionKind.RETRY,
                    Objects.requireNonNullElse(failed.number(), 0),
                    null,
                    command(failed.step(), failed.round()) + "/undo");
              }
            });
  }

  private String command(String step, @Nullable Integer round) {
    return "%s/%s/%d".formatted(sagaId, step, Objects.requireNonNullElse(round, 1));
  }

  private void decides(
      String step,
      DecisionKind kind,
      int number,
      @Nullable Map<String, Object> answer,
      String about) {
    try {
      decide(step, kind, new Decision(number, REASON, answer, ORIGIN, about));
    } catch (WorkflowException decidedBeforeOrEnded) {
      // What waits no more needs no decision; and a server that is busy is asked again.
    }
  }

  private int asked(Function<SagaEvent, Integer> number) {
    SagaLog log = participants.get(SagaLog.class);
    return await("being asked by " + sagaId)
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> log.events(sagaId).map(number).filter(known -> known > 0).findFirst().orElse(0),
            known -> known > 0);
  }

  private void decide(String step, DecisionKind kind, int number) {
    decide(step, kind, new Decision(number, REASON, null, ORIGIN));
  }

  private void decide(String step, DecisionKind kind, Decision decision) {
    run.update(kind.name().toLowerCase(Locale.ROOT), Void.class, step, decision);
  }
}
