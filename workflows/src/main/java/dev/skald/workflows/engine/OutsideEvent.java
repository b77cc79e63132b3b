package dev.skald.workflows.engine;

import java.util.List;

/**
 * A step that waits for an event from outside: the time limit is how long. It changes nothing by
 * itself, so there is nothing to undo.
 *
 * @param eventType under which the event is sent
 * @param data what comes with it
 */
public record OutsideEvent<A extends Record>(
    String name, String eventType, Class<A> data, Limits limits) implements DeclaredStep {

  public OutsideEvent {
    Part.checkName(name);
    Part.checkName(eventType);
    if (limits.attempts() != 1) {
      throw new IllegalArgumentException(
          "'%s' waits for an event, which is done once, not %d times"
              .formatted(name, limits.attempts()));
    }
    if (limits.then() == Limits.Then.GO_ON) {
      throw new IllegalArgumentException(
          "'%s' waits for an event that later steps need: compensate without it, or ask an operator"
              .formatted(name));
    }
  }

  @Override
  public StepKind kind() {
    return StepKind.REVERSIBLE;
  }

  @Override
  public boolean hasUndo() {
    return false;
  }

  @Override
  public List<String> refusals() {
    return List.of();
  }
}
