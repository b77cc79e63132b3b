package dev.skald.projections.sagas;

import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.EventAwaited;
import dev.skald.domain.sagas.SagaEvent.EventReceived;
import dev.skald.domain.sagas.SagaEvent.OperatorAsked;
import dev.skald.domain.sagas.SagaEvent.RecoveryTried;
import dev.skald.domain.sagas.SagaEvent.SagaCompensated;
import dev.skald.domain.sagas.SagaEvent.SagaCompensationFailed;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.domain.sagas.SagaEvent.SagaRolledBack;
import dev.skald.domain.sagas.SagaEvent.SagaStalled;
import dev.skald.domain.sagas.SagaEvent.SagaStarted;
import dev.skald.domain.sagas.SagaEvent.SagaTurned;
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
import dev.skald.projections.sagas.StepView.UndoStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A saga as people see it. Branches append side by side, so the fold goes by step. */
public record SagaView(
    String sagaId,
    String type,
    Status status,
    String businessKey,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable String currentStep,
    @Nullable Failure failure,
    List<StepView> steps,
    long version,
    long startedPosition,
    long position) {

  public enum Status {
    RUNNING,
    COMPENSATING,
    AWAITING_OPERATOR,
    COMPLETED,
    COMPENSATED,
    COMPENSATION_FAILED
  }

  public record Failure(String step, String code, String message) {}

  public SagaView {
    steps = List.copyOf(steps);
  }

  /** The saga after one more of its events. */
  public static SagaView evolve(@Nullable SagaView saga, Fact<SagaEvent> fact) {
    Instant at = fact.at();
    SagaView before = saga == null ? unknown(fact) : saga;
    SagaView after =
        switch (fact.event()) {
          case SagaStarted started -> before.started(started, fact);
          case StepStarted _, StepProgressed _, StepTryFailed _ -> before;
          case EventAwaited _, EventReceived _, OperatorAsked _, StepSettled _ -> before;
          case SagaTurned _, UndoTryFailed _, SagaRolledBack _ -> before;
          case SagaStalled _, RecoveryTried _ -> before;
          case StepCompleted done -> before.step(done.step(), s -> s.completed(done.attempt(), at));
          case StepRefused no ->
              before.step(
                  no.step(),
                  s -> s.failed(no.attempt(), new StepView.Failure(no.code(), no.message()), at));
          case StepFailed no ->
              before.step(
                  no.step(), s -> s.failed(0, new StepView.Failure(no.code(), no.message()), at));
          case UndoCompleted done ->
              before.step(done.step(), s -> s.undone(done.attempt(), done.changed()));
          case UndoFailed no ->
              before.step(
                  no.step(), s -> s.undoFailed(new StepView.Failure(no.code(), no.message())));
          case UndoSettled by -> before.step(by.step(), s -> s.undoSettled(by.decision()));
          case SagaCompleted _ -> before.ended(Status.COMPLETED, null, at);
          case SagaCompensated(String step, String code, String message) ->
              before.ended(Status.COMPENSATED, new Failure(step, code, message), at);
          case SagaCompensationFailed(String step, String code, String message) ->
              before.ended(Status.COMPENSATION_FAILED, new Failure(step, code, message), at);
        };
    return after.at(fact);
  }

  /** Whether nothing more will happen to it by itself or by an operator. */
  public boolean hasEnded() {
    return endedAt != null;
  }

  private static SagaView unknown(Fact<SagaEvent> fact) {
    return new SagaView(
        fact.id(),
        "",
        Status.RUNNING,
        "",
        fact.at(),
        null,
        null,
        null,
        List.of(),
        0,
        fact.position(),
        0);
  }

  /** Steps of which something was heard before the start keep what is known of them. */
  private SagaView started(SagaStarted started, Fact<SagaEvent> fact) {
    List<StepView> declared = new ArrayList<>();
    for (String name : started.steps()) {
      declared.add(find(name));
    }
    steps.stream().filter(s -> !started.steps().contains(s.name())).forEach(declared::add);
    return new SagaView(
        sagaId,
        started.type(),
        status,
        started.businessKey(),
        fact.at(),
        endedAt,
        currentStep,
        failure,
        declared,
        version,
        startedPosition,
        position);
  }

  private SagaView step(String name, UnaryOperator<StepView> change) {
    List<StepView> changed = new ArrayList<>(steps);
    StepView after = change.apply(find(name));
    int index = steps.indexOf(find(name));
    if (index < 0) {
      changed.add(after);
    } else {
      changed.set(index, after);
    }
    return with(status, endedAt, failure, changed);
  }

  private StepView find(String name) {
    return steps.stream()
        .filter(step -> step.name().equals(name))
        .findFirst()
        .orElseGet(() -> StepView.pending(name));
  }

  private SagaView ended(Status ending, @Nullable Failure reason, Instant at) {
    return with(ending, at, reason, steps);
  }

  private SagaView with(
      Status newStatus,
      @Nullable Instant newEndedAt,
      @Nullable Failure newFailure,
      List<StepView> newSteps) {
    return new SagaView(
        sagaId,
        type,
        newStatus,
        businessKey,
        startedAt,
        newEndedAt,
        currentStep,
        newFailure,
        newSteps,
        version,
        startedPosition,
        position);
  }

  private SagaView at(Fact<SagaEvent> fact) {
    boolean ended = endedAt != null;
    return new SagaView(
        sagaId,
        type,
        ended ? status : statusOfSteps(),
        businessKey,
        startedAt,
        endedAt,
        ended ? null : nextStep(),
        ended ? failure : failureOfSteps(),
        steps,
        fact.version(),
        startedPosition,
        fact.position());
  }

  private Status statusOfSteps() {
    if (steps.stream().anyMatch(step -> step.undo().status() == UndoStatus.WAITING)) {
      return Status.AWAITING_OPERATOR;
    }
    boolean turned =
        steps.stream()
            .anyMatch(
                step ->
                    step.status() == StepView.Status.FAILED
                        || step.undo().status() != UndoStatus.NONE);
    return turned ? Status.COMPENSATING : Status.RUNNING;
  }

  private @Nullable String nextStep() {
    return steps.stream()
        .filter(step -> step.status() != StepView.Status.COMPLETED)
        .map(StepView::name)
        .findFirst()
        .orElse(null);
  }

  private @Nullable Failure failureOfSteps() {
    for (StepView step : steps) {
      if (step.status() == StepView.Status.FAILED && step.error() != null) {
        return new Failure(step.name(), step.error().code(), step.error().message());
      }
    }
    return null;
  }
}
