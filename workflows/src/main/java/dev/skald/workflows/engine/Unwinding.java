package dev.skald.workflows.engine;

import dev.skald.workflows.engine.Ledger.UndoStatus;
import io.temporal.failure.TemporalFailure;
import java.util.LinkedHashMap;
import java.util.Map;

/** Undoes what stands, newest first. What cannot be undone does not stop the others. */
final class Unwinding {

  private final Undos undos;
  private final Ledger ledger;
  private final Journal journal;
  private final Operator operator;
  private final Map<String, Undos.Due<?, ?>> stuck = new LinkedHashMap<>();

  Unwinding(Undos undos, Ledger ledger, Journal journal, Operator operator) {
    this.undos = undos;
    this.ledger = ledger;
    this.journal = journal;
    this.operator = operator;
  }

  /** Answers whether everything is undone now: an operator may have given up on something. */
  boolean run() {
    undos.newestFirst().forEach(due -> ledger.undo(due.step().name(), UndoStatus.PENDING, null));
    while (!undos.isEmpty()) {
      undo(undos.next());
    }
    boolean allUndone = true;
    while (!stuck.isEmpty()) {
      allUndone &= settle(operator.await(SagaStatus.COMPENSATING));
    }
    return allUndone;
  }

  private void undo(Undos.Due<?, ?> due) {
    String step = due.step().name();
    ledger.undo(step, UndoStatus.RUNNING, null);
    try {
      boolean changed = due.undo().changed();
      ledger.undo(step, changed ? UndoStatus.COMPLETED : UndoStatus.NONE, null);
    } catch (TemporalFailure failure) {
      SagaFailure why = Failures.describe(step, failure);
      ledger.undo(step, UndoStatus.WAITING, why.message());
      journal.undoFailed(due.call(), why);
      stuck.put(step, due);
      operator.ask(step);
    }
  }

  private boolean settle(Operator.Decided decided) {
    Undos.Due<?, ?> due = stuck.remove(decided.step());
    if (due == null) {
      throw new IllegalStateException(
          "a decision about %s, which does not wait".formatted(decided));
    }
    journal.undoSettled(due.call(), decided.settlement());
    return switch (decided.settlement().kind()) {
      case RETRY -> {
        undo(due);
        yield true;
      }
      case RESOLVE -> {
        ledger.undo(decided.step(), UndoStatus.COMPLETED, null);
        yield true;
      }
      case SKIP -> {
        ledger.undo(decided.step(), UndoStatus.SKIPPED, null);
        yield false;
      }
    };
  }
}
