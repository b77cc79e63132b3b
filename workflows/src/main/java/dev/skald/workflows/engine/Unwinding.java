package dev.skald.workflows.engine;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.skald.workflows.engine.Ledger.UndoStatus;
import dev.skald.workflows.engine.Undos.Due;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Undoes what stands, newest first. What cannot be undone does not stop the others. */
final class Unwinding {

  /** An undo is tried until it is done or refused: giving up on it is for people. */
  private static final Backoff BACKOFF = Backoff.exponential(ofMillis(200), ofSeconds(30));

  /** Runs that had asked before did what was decided when all other undos had been tried. */
  private static final String DECIDED_MEANWHILE = "skald:undo-decided-meanwhile";

  private final RunState run;

  /** By the number of the question about it. */
  private final Map<Integer, Due> stuck = new LinkedHashMap<>();

  /** What people were asked about, and whether it is undone then. */
  private final List<Promise<Boolean>> asked = new ArrayList<>();

  Unwinding(RunState run) {
    this.run = run;
  }

  /** Answers whether everything is undone now: an operator may have given up on something. */
  boolean run(List<Due> newestFirst) {
    newestFirst.forEach(due -> run.ledger.undo(due.call(), UndoStatus.PENDING, null));
    newestFirst.forEach(this::undo);
    boolean allUndone = true;
    while (!stuck.isEmpty()) {
      Map.Entry<Integer, Operator.Decided> decided =
          run.operator.awaitAny(List.copyOf(stuck.keySet()));
      Due due = Objects.requireNonNull(stuck.remove(decided.getKey()));
      allUndone &= settle(due, decided.getValue());
    }
    while (!asked.isEmpty()) {
      allUndone &= asked.removeFirst().get();
    }
    return allUndone;
  }

  private void undo(Due due) {
    String step = due.call().step();
    if (due.undo().isEmpty()) {
      ask(due, new SagaFailure(step, "settled-by-hand", "what was done by hand is undone by hand"));
      return;
    }
    run.ledger.undo(due.call(), UndoStatus.RUNNING, null);
    try {
      boolean changed = ask(due.undo().get(), due).changed();
      run.ledger.undo(due.call(), changed ? UndoStatus.COMPLETED : UndoStatus.NONE, null);
      run.undos.forget(due.call());
    } catch (TemporalFailure failure) {
      ask(due, Failures.describe(step, failure));
    }
  }

  private UndoAnswer ask(ContractMethod<UndoAnswer> undo, Due due) {
    // The step's own pauses may be long.
    StepCall call = due.call().withoutPauses();
    UndoAnswer answer =
        run.calls.call(
            undo,
            "undo " + due.call().step(),
            due.limits().withoutEnd(BACKOFF),
            tries -> new Object[] {call.after(tries), due.command()});
    Answers.checkSame(due.call().undoCommandId(), answer.commandId());
    return answer;
  }

  private void ask(Due due, SagaFailure why) {
    run.ledger.undo(due.call(), UndoStatus.WAITING, why.message());
    int number = run.operator.askAboutUndo(due.call(), due.undo().isEmpty());
    run.journal.undoFailed(due.call(), number, why);
    if (Workflow.getVersion(DECIDED_MEANWHILE, Workflow.DEFAULT_VERSION, 1) == 1) {
      asked.add(Async.function(() -> settle(due, run.operator.await(number))));
    } else {
      stuck.put(number, due);
    }
  }

  private boolean settle(Due due, Operator.Decided decided) {
    run.journal.undoSettled(due.call(), decided.kind(), decided.decision());
    return switch (decided.kind()) {
      case RETRY -> {
        undo(due);
        yield true;
      }
      case RESOLVE -> {
        run.ledger.undo(due.call(), UndoStatus.COMPLETED, null);
        run.undos.forget(due.call());
        yield true;
      }
      case SKIP -> {
        run.ledger.undo(due.call(), UndoStatus.SKIPPED, null);
        run.undos.forget(due.call());
        yield false;
      }
    };
  }
}
