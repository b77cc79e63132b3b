package dev.skald.workflows.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The undos that stand against a run, newest first. */
final class Undos {

  /**
   * An undo that is due.
   *
   * @param undo what undoes it; empty where only people can
   * @param command what the step was told
   * @param path where in the story the step was taken
   */
  record Due(
      Optional<ContractMethod<UndoAnswer>> undo,
      Limits limits,
      StepCall call,
      Object command,
      Path path) {

    Due byHand() {
      return new Due(Optional.empty(), limits, call, command, path);
    }

    Due under(StepCall next) {
      return new Due(undo, limits, next, command, path);
    }

    boolean isOf(String step, int round) {
      return call.step().equals(step) && call.round() == round;
    }
  }

  private final Deque<Due> due = new ArrayDeque<>();

  /** To be called before the step is tried: an undo is harmless if the step never happened. */
  void register(Step<?, ?, ?> step, StepCall call, Record command, Path path) {
    if (step.hasUndo()) {
      due.removeIf(one -> one.call().equals(call));
      due.push(new Due(step.undo(), step.limits(), call, command, path));
    }
  }

  /** It is undone; or a recorded refusal proves that the step has not happened, and never will. */
  void forget(StepCall call) {
    due.removeIf(one -> one.call().equals(call));
  }

  /** An operator did the step, so that an operator has to undo it. */
  void leaveToPeople(StepCall call) {
    change(call, Due::byHand);
  }

  /** The step is taken under another command. */
  void goOn(StepCall call, StepCall next) {
    change(call, one -> one.under(next));
  }

  private void change(StepCall call, UnaryOperator<Due> change) {
    List<Due> all = new ArrayList<>(due);
    due.clear();
    all.forEach(one -> due.addLast(one.call().equals(call) ? change.apply(one) : one));
  }

  /** Newest first. */
  List<Due> within(Path path) {
    return due.stream().filter(one -> one.path().isWithin(path)).toList();
  }

  List<Due> all() {
    return List.copyOf(due);
  }
}
