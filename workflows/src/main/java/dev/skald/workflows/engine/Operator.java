package dev.skald.workflows.engine;

import io.temporal.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;

/** Where a saga waits for people: which steps they are asked about, and what they decided. */
final class Operator {

  /** A decision about one of the steps that wait. */
  record Decided(String step, Settlement settlement) {}

  private final Set<String> asked = new LinkedHashSet<>();
  private final Queue<Decided> decisions = new ArrayDeque<>();
  private final Conditions conditions;

  Operator(Conditions conditions) {
    this.conditions = conditions;
  }

  void ask(String step) {
    asked.add(step);
  }

  /**
   * Waits for the next decision about any step asked for; meanwhile the saga says that it waits.
   */
  Decided await(SagaStatus then) {
    if (decisions.isEmpty()) {
      conditions.become(SagaStatus.AWAITING_OPERATOR, asked.iterator().next());
      Workflow.await(() -> !decisions.isEmpty());
    }
    Decided decided = decisions.remove();
    conditions.become(then, decided.step());
    return decided;
  }

  void check(String step) {
    if (!asked.contains(step)) {
      throw new IllegalArgumentException(
          asked.isEmpty()
              ? "the saga waits for nobody"
              : "the saga waits for a decision about %s, not about '%s'".formatted(asked, step));
    }
  }

  /** One decision is enough: the step is asked about no more. */
  void settle(String step, Settlement settlement) {
    asked.remove(step);
    decisions.add(new Decided(step, settlement));
  }
}
