package dev.skald.workflows.engine;

import java.util.ArrayDeque;
import java.util.Deque;

/** The undos that stand against a run, newest first. */
final class Undos {

  /** An undo that is due: what undoes, which step, and what that step was told. */
  record Due<S, C extends Record>(Step<S, C, ?> step, StepCall call, C command) {

    UndoAnswer undo() {
      UndoAnswer answer =
          step.undo().orElseThrow().apply(StepActivities.toUndo(step), call, command);
      Answers.checkSame(call.undoCommandId(), answer.commandId());
      return answer;
    }
  }

  private final Deque<Due<?, ?>> due = new ArrayDeque<>();

  /** To be called before the step is tried: an undo is harmless if the step never happened. */
  <S, C extends Record> void register(Step<S, C, ?> step, StepCall call, C command) {
    if (step.hasUndo()) {
      due.push(new Due<>(step, call, command));
    }
  }

  /** A recorded refusal proves that the step has not happened, and never will. */
  void forget(StepCall call) {
    due.removeIf(one -> one.call().equals(call));
  }

  boolean isEmpty() {
    return due.isEmpty();
  }

  Due<?, ?> next() {
    return due.pop();
  }

  Iterable<Due<?, ?>> newestFirst() {
    return due;
  }
}
