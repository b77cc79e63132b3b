package dev.skald.api.sagas;

import dev.skald.activities.LastRun;
import dev.skald.activities.SagaLog;
import dev.skald.activities.SagaRepair;
import dev.skald.api.Problem;
import dev.skald.domain.Origin;
import dev.skald.domain.sagas.SagaEvent.RecoveryTried;
import dev.skald.projections.sagas.SagaView;
import dev.skald.projections.sagas.StepView;
import dev.skald.workflows.engine.SagaControl.CalledOff;
import dev.skald.workflows.engine.SagaStart.Repair;
import dev.skald.workflows.engine.SagaType;
import dev.skald.workflows.engine.StepKind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Begins sagas anew whose runs were lost and given up on, when an operator says how. */
final class Revival {

  static final String BY_ITSELF = "it will be recovered";

  private final SagaViews views;
  private final SagaTypes types;
  private final SagaLog log;
  private final SagaRepair repair;

  Revival(SagaViews views, SagaTypes types, SagaLog log, SagaRepair repair) {
    this.views = views;
    this.types = types;
    this.log = log;
    this.repair = repair;
  }

  /**
   * Answers whether this call had a saga begun anew that was lost and given up on. All else is for
   * the run that it has, which somebody else may have begun a moment ago.
   */
  boolean revive(String sagaId, Repair.Kind how, String reason, Origin origin) {
    Optional<SagaView> lost = views.view(sagaId).filter(SagaView::isGivenUp);
    SagaView.@Nullable Recovery before = lost.map(SagaView::recovery).orElse(null);
    SagaType<?> type = lost.map(saga -> types.known(saga.type())).orElse(null);
    if (before == null || type == null) {
      return false;
    }
    LastRun last = repair.lastRun(sagaId);
    CalledOff wish = how == Repair.Kind.UNDO ? new CalledOff(reason, origin) : null;
    Optional<String> begun = Optional.empty();
    if (last.isOver()) {
      if (how == Repair.Kind.UNDO && isPastPivot(lost.orElseThrow())) {
        throw Problem.conflict(
            "not-possible-now",
            "the saga is past its point of no return; its run is lost: retry a step of it, and it"
                + " goes on");
      }
      begun = repair.begin(type, sagaId, last, new Repair(how, reason, wish));
    }
    if (begun.isPresent() || !last.isOver()) {
      // Recorded when there is a run again: until then it goes on waiting for an operator.
      int number = before.tries() + 1;
      log.record(
          sagaId,
          "%s/recovery/%d".formatted(sagaId, number),
          origin,
          new RecoveryTried(number, before.finding(), how.name()));
    }
    if (wish != null) {
      begun.ifPresent(run -> log.recordCalledOff(sagaId, run, wish));
    }
    return begun.isPresent();
  }

  /** What becomes of a saga that has not ended, and that Temporal does not run. */
  String outlook(SagaView saga) {
    if (!saga.isGivenUp()) {
      return BY_ITSELF;
    }
    return isPastPivot(saga)
        ? "recovering it was given up: retry any step of it, and it goes on"
        : "recovering it was given up: compensate it, or retry any step of it, and it goes on";
  }

  /** What is being undone already goes on being undone, whatever it has passed. */
  boolean isPastPivot(SagaView saga) {
    SagaType<?> type = types.known(saga.type());
    return type != null
        && saga.turned().stream().noneMatch(String::isEmpty)
        && saga.steps().stream()
            .filter(StepView::standing)
            .map(step -> type.steps().get(step.name()))
            .anyMatch(step -> step != null && step.kind() == StepKind.PIVOT);
  }
}
