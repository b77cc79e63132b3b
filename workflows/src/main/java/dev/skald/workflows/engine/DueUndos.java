package dev.skald.workflows.engine;

import dev.skald.workflows.engine.SagaJournal.Standing;
import dev.skald.workflows.engine.SagaJournal.StandingStep;
import dev.skald.workflows.engine.Undos.Due;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What has to be undone, of what a run remembers and of what the log knows besides. */
record DueUndos(RunState run, Standing standing) {

  /** Runs that had undone before what the log knew and they did not, and then all else, did so. */
  private static final String IN_THE_LOGS_ORDER = "skald:undone-in-the-logs-order";

  /**
   * Newest first. A run that goes on for a lost one may remember as its own what people did by
   * hand, or have undone.
   */
  List<Due> of(List<Due> remembered) {
    List<Due> known = new ArrayList<>();
    for (Due due : remembered) {
      if (standing.settledUndos().stream().noneMatch(by -> due.isOf(by.step(), by.round()))) {
        known.add(asItHappened(due));
      }
    }
    List<Due> unknown = new ArrayList<>();
    for (StandingStep step : standing.steps().reversed()) {
      if (remembered.stream().noneMatch(due -> due.isOf(step.step(), step.round()))) {
        forgotten(step).ifPresent(unknown::add);
      }
    }
    if (unknown.isEmpty()) {
      return known;
    }
    List<Due> all = new ArrayList<>(unknown);
    all.addAll(known);
    List<Due> ordered =
        all.stream().sorted(Comparator.comparingInt(this::inLog).reversed()).toList();
    return ordered.equals(all)
            || Workflow.getVersion(IN_THE_LOGS_ORDER, Workflow.DEFAULT_VERSION, 1) != 1
        ? all
        : ordered;
  }

  /** Its place there; behind all others where it does not stand. */
  private int inLog(Due due) {
    int place = 0;
    for (StandingStep step : standing.steps()) {
      if (due.isOf(step.step(), step.round())) {
        break;
      }
      place++;
    }
    return place;
  }

  /** What people say of a step that has happened counts for nothing: its own undo takes it back. */
  private Due asItHappened(Due due) {
    for (StandingStep step : standing.steps()) {
      if (due.isOf(step.step(), step.round())) {
        if (step.byHand()) {
          return due.byHand();
        }
        if (due.undo().isEmpty() && Boolean.TRUE.equals(step.happened())) {
          return forgotten(step).orElse(due);
        }
      }
    }
    return due;
  }

  private Optional<Due> forgotten(StandingStep stands) {
    if (!(run.steps.get(stands.step()) instanceof Step<?, ?, ?> step) || !step.hasUndo()) {
      return Optional.empty();
    }
    StepCall call = run.call(stands.step(), step, stands.round());
    Due due = new Due(step.undo(), step.limits(), call, stands.command(), Path.current());
    return Optional.of(stands.byHand() ? due.byHand() : due);
  }
}
