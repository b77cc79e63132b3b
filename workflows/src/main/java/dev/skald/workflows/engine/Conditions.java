package dev.skald.workflows.engine;

import io.temporal.common.SearchAttributeUpdate;
import io.temporal.workflow.Workflow;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What state the saga as a whole is in, told to everyone who looks at it from outside. Each change
 * of a search attribute costs the server forty index entries, so it is only told when the run is
 * handed back to the server: what turns and ends within one task is told once.
 */
final class Conditions {

  private final Ledger ledger;
  private final Set<String> waiting = new LinkedHashSet<>();
  private SagaStatus going = SagaStatus.RUNNING;
  private SagaStatus told = SagaStatus.RUNNING;
  private @Nullable String step;

  Conditions(Ledger ledger) {
    this.ledger = ledger;
  }

  SagaStatus status() {
    return waiting.isEmpty() ? going : SagaStatus.AWAITING_OPERATOR;
  }

  /** Whether it is being undone, even where that waits for an operator. */
  boolean isTurning() {
    return going == SagaStatus.COMPENSATING;
  }

  void become(SagaStatus now, @Nullable String where) {
    going = now;
    step = where;
  }

  /** For an operator's decision about a step. */
  void waits(String where) {
    waiting.add(where);
  }

  void waitsNoMore(String where) {
    if (waiting.remove(where)) {
      step = where;
    }
  }

  /** To be called before the run is handed back to the server. */
  void tell() {
    SagaStatus status = status();
    if (status != told) {
      told = status;
      String where = waiting.isEmpty() ? step : waiting.iterator().next();
      SearchAttributeUpdate<?> change =
          SearchAttributeUpdate.valueSet(SagaAttributes.STATUS, status.name());
      if (where == null) {
        Workflow.upsertTypedSearchAttributes(change);
      } else {
        Workflow.upsertTypedSearchAttributes(
            change, SearchAttributeUpdate.valueSet(SagaAttributes.STEP, where));
      }
    }
    Workflow.setCurrentDetails(ledger.markdown(status));
  }
}
