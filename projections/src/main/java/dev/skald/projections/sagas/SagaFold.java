package dev.skald.projections.sagas;

import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.EventAwaited;
import dev.skald.domain.sagas.SagaEvent.EventReceived;
import dev.skald.domain.sagas.SagaEvent.OperatorAsked;
import dev.skald.domain.sagas.SagaEvent.RecoveryTried;
import dev.skald.domain.sagas.SagaEvent.SagaCalledOff;
import dev.skald.domain.sagas.SagaEvent.SagaCompensated;
import dev.skald.domain.sagas.SagaEvent.SagaCompensationFailed;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.domain.sagas.SagaEvent.SagaRolledBack;
import dev.skald.domain.sagas.SagaEvent.SagaStalled;
import dev.skald.domain.sagas.SagaEvent.SagaStarted;
import dev.skald.domain.sagas.SagaEvent.SagaStuck;
import dev.skald.domain.sagas.SagaEvent.SagaTurned;
import dev.skald.domain.sagas.SagaEvent.SagaUnstuck;
import dev.skald.domain.sagas.SagaEvent.StepCompleted;
import dev.skald.domain.sagas.SagaEvent.StepFailed;
import dev.skald.domain.sagas.SagaEvent.StepProgressed;
import dev.skald.domain.sagas.SagaEvent.StepRefused;
import dev.skald.domain.sagas.SagaEvent.StepSettled;
import dev.skald.domain.sagas.SagaEvent.StepStarted;
import dev.skald.domain.sagas.SagaEvent.StepTryFailed;
import dev.skald.domain.sagas.SagaEvent.UndoCompleted;
import dev.skald.domain.sagas.SagaEvent.UndoFailed;
import dev.skald.domain.sagas.SagaEvent.UndoSettled;
import dev.skald.domain.sagas.SagaEvent.UndoTryFailed;
import dev.skald.projections.engine.Fact;
import dev.skald.projections.sagas.SagaView.Failure;
import dev.skald.projections.sagas.SagaView.Recovery;
import dev.skald.projections.sagas.SagaView.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Adds an event to what is known of a saga. Branches append side by side, so it goes by step. */
final class SagaFold {

  private static final String ALL = "";
  private static final String RETRY = "RETRY";
  private static final String CALLED_OFF = "called-off";

  private final SagaView before;
  private final SagaSteps steps;
  private final List<String> turned;
  private SagaStarted start;
  private Instant startedAt;
  private @Nullable Status ending;
  private @Nullable Instant endedAt;
  private @Nullable Failure failure;
  private @Nullable Recovery recovery;
  private SagaView.@Nullable Stuck stuck;
  private SagaView.@Nullable CalledOff calledOff;
  private int stalls;

  private SagaFold(SagaView saga) {
    before = saga;
    steps = new SagaSteps(saga.steps(), saga.endedAt());
    turned = new ArrayList<>(saga.turned());
    start =
        new SagaStarted(
            saga.type(),
            saga.businessKey(),
            "",
            List.of(),
            null,
            saga.initiator(),
            saga.priority());
    startedAt = saga.startedAt();
    ending = saga.hasEnded() ? saga.status() : null;
    endedAt = saga.endedAt();
    failure = saga.failure();
    recovery = saga.recovery();
    stuck = saga.stuck();
    calledOff = saga.calledOff();
    stalls = saga.stalls();
  }

  static SagaFold of(SagaView saga) {
    return new SagaFold(saga);
  }

  static SagaFold ofNothing(Fact<SagaEvent> first) {
    return new SagaFold(
        new SagaView(
            first.id(),
            "",
            Status.RUNNING,
            "",
            null,
            null,
            first.at(),
            null,
            first.at(),
            null,
            null,
            List.of(),
            List.of(),
            0,
            null,
            null,
            null,
            0,
            first.position(),
            0));
  }

  void learn(SagaEvent event, Instant at) {
    switch (event) {
      case SagaStarted started -> started(started, at);
      case StepStarted by -> step(by.step(), by.round(), s -> s.started(by.attempt(), at));
      case StepProgressed by ->
          step(
              by.step(),
              by.round(),
              s -> s.progressed(StepView.Progress.of(by.done(), by.total(), by.millisLeft()), at));
      case StepTryFailed no ->
          step(
              no.step(),
              no.round(),
              s -> s.tryFailed(no.attempt(), why(no.code(), no.message()), at));
      case StepCompleted done ->
          step(done.step(), done.round(), s -> s.completed(done.attempt(), done.startedAt(), at));
      case StepRefused no ->
          step(
              no.step(),
              no.round(),
              s -> s.refused(no.attempt(), why(no.code(), no.message()), no.startedAt(), at));
      case StepFailed no ->
          step(
              no.step(), no.round(), s -> s.failed(no.attempt(), why(no.code(), no.message()), at));
      case EventAwaited by ->
          step(by.step(), by.round(), s -> s.awaited(by.eventType(), by.until(), at));
      case EventReceived _ -> {}
      case SagaCalledOff(String reason) -> calledOff = new SagaView.CalledOff(reason, at);
      case OperatorAsked by ->
          step(
              by.step(),
              by.round(),
              s -> s.asked(by.number(), by.attempt(), why(by.code(), by.message()), at));
      case StepSettled by -> step(by.step(), by.round(), s -> s.settled(by.decision(), at));
      case SagaTurned back -> turned(back, at);
      case UndoTryFailed no ->
          step(
              no.step(),
              no.round(),
              s -> s.undoTryFailed(no.attempt(), why(no.code(), no.message()), at));
      case UndoCompleted done ->
          step(done.step(), done.round(), s -> s.undone(done.attempt(), done.changed(), at));
      case UndoFailed no ->
          step(
              no.step(),
              no.round(),
              s -> s.undoFailed(no.number(), why(no.code(), no.message()), at));
      case UndoSettled by -> step(by.step(), by.round(), s -> s.undoSettled(by.decision(), at));
      case SagaRolledBack(String savepoint) -> {
        turned.remove(savepoint);
        failure = turned.isEmpty() ? null : failure;
      }
      case SagaStalled by -> {
        stalls++;
        step(by.step(), by.round(), s -> s.stalled(at));
      }
      case SagaStuck(String code, String message) -> {
        stalls++;
        stuck = new SagaView.Stuck(code, message, at);
      }
      case SagaUnstuck _ -> stuck = null;
      case RecoveryTried by -> {
        stuck = null;
        calledOff = isDoneAfterAll(by) ? null : calledOff;
        int tries = recovery == null ? 0 : recovery.tries();
        recovery = new Recovery(Math.max(tries, by.number()), by.finding(), by.action());
      }
      case SagaCompleted _ -> ended(Status.COMPLETED, null, at);
      case SagaCompensated(String step, String code, String message) ->
          ended(Status.COMPENSATED, new Failure(step, code, message), at);
      case SagaCompensationFailed(String step, String code, String message) ->
          ended(Status.COMPENSATION_FAILED, new Failure(step, code, message), at);
    }
  }

  SagaView after(Fact<SagaEvent> fact) {
    Status status = ending == null ? status() : ending;
    return new SagaView(
        before.sagaId(),
        start.type(),
        status,
        start.businessKey(),
        start.initiator(),
        start.priority(),
        startedAt,
        endedAt,
        fact.at(),
        ending == null ? steps.current(!turned.isEmpty()) : null,
        failure,
        steps.all(),
        turned,
        stalls,
        recovery,
        ending == null ? stuck : null,
        calledOff,
        fact.version(),
        before.startedPosition(),
        fact.position());
  }

  /** An operator has it begun anew, which had been given up, and no longer wishes it undone. */
  private boolean isDoneAfterAll(RecoveryTried by) {
    return recovery != null && recovery.isGivenUp() && by.action().equals(RETRY);
  }

  private static StepView.Failure why(String code, String message) {
    return new StepView.Failure(code, message);
  }

  private void started(SagaStarted started, Instant at) {
    start = started;
    startedAt = at;
    steps.declared(started.steps());
  }

  private void step(String name, @Nullable Integer round, Consumer<StepFold> change) {
    steps.change(name, Objects.requireNonNullElse(round, 1), change);
  }

  /** Which steps lie behind a savepoint only the run knows: their undos show when they are done. */
  private void turned(SagaTurned back, Instant at) {
    String to = Objects.requireNonNullElse(back.savepoint(), ALL);
    if (!turned.contains(to)) {
      turned.add(to);
    }
    failure = new Failure(back.step(), back.code(), back.message());
    if (to.equals(ALL)) {
      // Nobody may have said so over REST; or it turns sooner than that is recorded.
      if (calledOff == null && back.code().equals(CALLED_OFF)) {
        calledOff = new SagaView.CalledOff(back.message(), at);
      }
      steps.changeAll(step -> step.turnedBack(at));
    }
  }

  private void ended(Status with, @Nullable Failure reason, Instant at) {
    ending = with;
    endedAt = at;
    failure = reason;
    steps.end(at);
  }

  private Status status() {
    if (recovery != null && recovery.isGivenUp()) {
      return Status.AWAITING_OPERATOR;
    }
    if (steps.all().stream().anyMatch(StepView::waitsForOperator)) {
      return Status.AWAITING_OPERATOR;
    }
    return turned.isEmpty() ? Status.RUNNING : Status.COMPENSATING;
  }
}
