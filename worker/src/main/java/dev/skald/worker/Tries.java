package dev.skald.worker;

import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.RecoveryTried;
import dev.skald.domain.sagas.SagaEvent.SagaCalledOff;
import dev.skald.workflows.engine.SagaStart.Repair;
import dev.skald.workflows.engine.SagaType.IfLost;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was tried so far to recover a saga.
 *
 * @param numbered the highest number that a try had
 * @param counting those that count: since an operator had a saga begun anew that was given up on
 * @param last what was done the last time
 * @param undoing an operator wishes it undone, and has wished nothing else since
 */
record Tries(int numbered, int counting, @Nullable String last, boolean undoing) {

  private static final String GIVE_UP = "GIVE_UP";

  static Tries of(List<SagaEvent> events) {
    Tries tries = new Tries(0, 0, null, false);
    for (SagaEvent event : events) {
      tries =
          switch (event) {
            case RecoveryTried tried -> tries.and(tried);
            case SagaCalledOff _ -> new Tries(tries.numbered, tries.counting, tries.last, true);
            default -> tries;
          };
    }
    return tries;
  }

  /** The one that follows on giving up is the operator's own. */
  Tries and(RecoveryTried tried) {
    boolean counts = !isGivenUp() && !isGivingUp(tried.action());
    return new Tries(
        Math.max(numbered, tried.number()),
        counts ? counting + 1 : 0,
        tried.action(),
        isGivenUp() ? isUndo(tried.action()) : undoing);
  }

  /** Whether only an operator can have the saga begun anew. */
  boolean isGivenUp() {
    return isGivingUp(last);
  }

  RecoveryTried next(String finding, IfLost ifLost, int attempts) {
    boolean ask = ifLost == IfLost.ASK_OPERATOR || counting >= attempts;
    return new RecoveryTried(numbered + 1, finding, ask ? GIVE_UP : goingOn(ifLost).name());
  }

  /** What was to be undone, by an operator's wish, is not done after all. */
  private Repair.Kind goingOn(IfLost ifLost) {
    boolean undoes = ifLost == IfLost.UNDO || undoing;
    return undoes ? Repair.Kind.UNDO : Repair.Kind.RETRY;
  }

  private static boolean isUndo(String action) {
    return Repair.Kind.UNDO.name().equals(action);
  }

  static boolean isGivingUp(@Nullable String action) {
    return GIVE_UP.equals(action);
  }
}
