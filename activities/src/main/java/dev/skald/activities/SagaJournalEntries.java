package dev.skald.activities;

import dev.skald.domain.Origin;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.EventAwaited;
import dev.skald.domain.sagas.SagaEvent.EventReceived;
import dev.skald.domain.sagas.SagaEvent.OperatorAsked;
import dev.skald.domain.sagas.SagaEvent.SagaCompensated;
import dev.skald.domain.sagas.SagaEvent.SagaCompensationFailed;
import dev.skald.domain.sagas.SagaEvent.SagaRolledBack;
import dev.skald.domain.sagas.SagaEvent.SagaStarted;
import dev.skald.domain.sagas.SagaEvent.StepCompleted;
import dev.skald.domain.sagas.SagaEvent.StepFailed;
import dev.skald.domain.sagas.SagaEvent.StepSettled;
import dev.skald.domain.sagas.SagaEvent.UndoFailed;
import dev.skald.domain.sagas.SagaEvent.UndoSettled;
import dev.skald.workflows.engine.Decision;
import dev.skald.workflows.engine.DecisionKind;
import dev.skald.workflows.engine.SagaFailure;
import dev.skald.workflows.engine.SagaJournal;
import dev.skald.workflows.engine.SagaStart;
import dev.skald.workflows.engine.StepCall;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes a saga's own entries into its stream, each once under its id. */
public final class SagaJournalEntries implements SagaJournal {

  private final SagaLog log;
  private final StepAnswers answers;
  private final StepMetrics metrics;
  private final TurningBack turningBack;
  private final Endings endings;
  private final EndsHere ends;

  /**
   * @param ends is told of each
   */
  public SagaJournalEntries(SagaLog log, StepMetrics metrics, EndsHere ends) {
    this.log = log;
    this.answers = new StepAnswers(log);
    this.metrics = metrics;
    this.turningBack = new TurningBack(log);
    this.endings = new Endings(log);
    this.ends = ends;
  }

  @Override
  public void started(Entry entry, List<String> steps, Map<String, Object> request) {
    SagaStart start = entry.start();
    record(
        entry,
        new SagaStarted(
            entry.sagaType(),
            start.businessKey(),
            start.requestHash(),
            steps,
            request,
            start.initiator(),
            start.priority()));
  }

  @Override
  public @Nullable RecordedAnswer stepFailed(
      Entry entry, StepCall call, SagaFailure why, @Nullable Boolean forGood) {
    StepFailed failed =
        new StepFailed(call.step(), why.code(), why.message(), call.round(), tries(call));
    if (Boolean.TRUE.equals(forGood)) {
      return answers.recordForGood(call, entry.commandId(), entry.start().origin(), failed);
    }
    record(entry, failed);
    return null;
  }

  @Override
  public RecordedAnswer takeEvent(
      Entry entry, StepCall call, String eventType, @Nullable Instant until) {
    Optional<RecordedAnswer> settled = answers.answered(call);
    if (settled.isPresent()) {
      return settled.get();
    }
    Optional<EventReceived> received =
        log.events(call.sagaId())
            .filter(EventReceived.class::isInstance)
            .map(EventReceived.class::cast)
            .filter(event -> event.eventType().equals(eventType))
            .findFirst();
    if (received.isEmpty()) {
      record(entry, new EventAwaited(call.step(), call.round(), eventType, until));
      return new RecordedAnswer(call.commandId(), null, 0);
    }
    Map<String, Object> data = received.get().data();
    return answers.answer(
        call, new StepCompleted(call.step(), 1, data, call.round(), null, Map.of()), call.origin());
  }

  @Override
  public @Nullable Settled operatorAsked(Entry entry, StepCall call, int number, SagaFailure why) {
    Optional<StepSettled> before = answers.settledAfterRefusal(call);
    if (before.isPresent()) {
      StepSettled settled = before.get();
      return new Settled(
          DecisionKind.valueOf(settled.decision()), settled.reason(), settled.answer());
    }
    metrics.operatorAsked(entry.sagaType(), call.step());
    record(
        entry,
        new OperatorAsked(
            call.step(), call.round(), number, why.code(), why.message(), tries(call)));
    return null;
  }

  @Override
  public void retryDecided(Entry entry, StepCall call, Decision decision) {
    record(
        entry,
        decision.origin(),
        new StepSettled(
            call.step(), call.round(), DecisionKind.RETRY.name(), decision.reason(), null));
  }

  @Override
  public RecordedAnswer settleStep(
      Entry entry, StepCall call, DecisionKind kind, Decision decision) {
    Map<String, Object> answer = Objects.requireNonNullElse(decision.answer(), Map.of());
    StepSettled settled =
        new StepSettled(call.step(), call.round(), kind.name(), decision.reason(), answer);
    if (!answers.isRefused(call)) {
      try {
        return answers.answer(call, settled, decision.origin());
      } catch (ApplicationFailure undone) {
        if (!answers.isRefused(call)) {
          throw undone;
        }
      }
    }
    // What was refused has its own command for ever: that it was settled stands beside it.
    return answers.answerBeside(call, entry.commandId(), settled, decision.origin());
  }

  @Override
  public Standing turn(Entry entry, Turn turn) {
    return turningBack.turn(entry, turn);
  }

  @Override
  public void wayGone(Entry entry, String turnId) {
    endings.gone(entry, turnId);
  }

  @Override
  public void undoFailed(Entry entry, StepCall call, int number, SagaFailure why) {
    metrics.operatorAsked(entry.sagaType(), call.step());
    record(entry, new UndoFailed(call.step(), why.code(), why.message(), call.round(), number));
  }

  @Override
  public void undoSettled(Entry entry, StepCall call, DecisionKind kind, Decision decision) {
    record(
        entry,
        decision.origin(),
        new UndoSettled(call.step(), kind.name(), decision.reason(), call.round()));
  }

  @Override
  public void rolledBack(Entry entry, String savepoint) {
    record(entry, new SagaRolledBack(savepoint));
  }

  @Override
  public long completed(Entry entry, Instant began) {
    long position = endings.completed(entry);
    ends.ended(entry.sagaId(), position);
    metrics.sagaEnded(entry.sagaType(), "completed", since(began));
    return position;
  }

  @Override
  public long compensated(Entry entry, Instant began, SagaFailure why, boolean allUndone) {
    long position =
        endings.undone(
            entry,
            allUndone
                ? new SagaCompensated(why.step(), why.code(), why.message())
                : new SagaCompensationFailed(why.step(), why.code(), why.message()));
    ends.ended(entry.sagaId(), position);
    metrics.sagaEnded(
        entry.sagaType(), allUndone ? "compensated" : "compensation-failed", since(began));
    return position;
  }

  /** Null where the run does not know how often the step was tried. */
  private static @Nullable Integer tries(StepCall call) {
    return call.triesBefore() == 0 ? null : call.triesBefore();
  }

  private long record(Entry entry, SagaEvent event) {
    return record(entry, entry.start().origin(), event);
  }

  private long record(Entry entry, Origin origin, SagaEvent event) {
    return log.record(entry.sagaId(), entry.commandId(), origin, event);
  }

  private static Duration since(Instant began) {
    return Duration.between(began, Instant.now());
  }
}
