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
    List<Due> ordered = inTurn(known, unknown);
    return ordered.equals(all)
            || Workflow.getVersion(IN_THE_LOGS_ORDER, Workflow.DEFAULT_VERSION, 1) != 1
        ? all
        : ordered;
  }

  /**
   * What is unknown may have come before what is known, or after it. What the run has begun side by
   * side stays in its order, unless the unknown has no place in that.
   */
  private List<Due> inTurn(List<Due> known, List<Due> unknown) {
    List<Due> all = new ArrayList<>(known);
    for (Due due : unknown.reversed()) {
      int later = 0;
      while (later < all.size() && !isBefore(all.get(later), due)) {
        later++;
      }
      all.add(later, due);
      if (all.stream().skip(later).anyMatch(earlier -> isBefore(due, earlier))) {
        all.sort(Comparator.comparingInt(this::inLog).reversed());
      }
    }
    return all;
  }

  private boolean isBefore(Due one, Due other) {
    return inLog(one) >= 0 && inLog(one) < inLog(other);
  }

  /** Its place there; negative where it does not stand, and there is nothing to undo. */
  private int inLog(Due due) {
    int place = standing.steps().size() - 1;
    while (place >= 0
        && !due.isOf(standing.steps().get(place).step(), standing.steps().get(place).round())) {
      place--;
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
