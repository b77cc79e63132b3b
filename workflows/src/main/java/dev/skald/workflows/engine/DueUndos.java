package dev.skald.workflows.engine;

import dev.skald.workflows.engine.SagaJournal.Standing;
import dev.skald.workflows.engine.SagaJournal.StandingStep;
import dev.skald.workflows.engine.Undos.Due;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What has to be undone, of what a run remembers and of what the log knows besides.
 *
 * @param concerned of what stands in the log
 */
record DueUndos(RunState run, Standing standing, List<StandingStep> concerned) {

  /**
   * Newest first: what the log knows and the run does not came last. A run that goes on for a lost
   * one may remember as its own what people did by hand, or have undone.
   */
  List<Due> of(List<Due> remembered) {
    List<Due> all = new ArrayList<>();
    for (StandingStep step : concerned.reversed()) {
      if (remembered.stream().noneMatch(due -> due.isOf(step.step(), step.round()))) {
        forgotten(step).ifPresent(all::add);
      }
    }
    for (Due due : remembered) {
      if (standing.settledUndos().stream().noneMatch(by -> due.isOf(by.step(), by.round()))) {
        all.add(asItHappened(due));
      }
    }
    return all;
  }

  /** What people say of a step that has happened counts for nothing: its own undo takes it back. */
  private Due asItHappened(Due due) {
    for (StandingStep step : concerned) {
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
