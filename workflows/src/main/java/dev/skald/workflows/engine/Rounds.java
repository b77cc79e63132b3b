package dev.skald.workflows.engine;

import dev.skald.workflows.engine.SagaJournal.NextRounds;
import dev.skald.workflows.engine.SagaJournal.OpenStep;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Under which command each step is taken, and where in the story it was. A step that was undone, or
 * refused, can be taken again: in its next round.
 */
final class Rounds {

  private final Collection<String> steps;
  private final Map<String, Integer> rounds = new LinkedHashMap<>();
  private final Map<String, Path> taken = new LinkedHashMap<>();

  Rounds(Collection<String> steps) {
    this.steps = steps;
  }

  int of(String step) {
    return rounds.getOrDefault(step, 1);
  }

  OpenStep now(String step) {
    return new OpenStep(step, of(step));
  }

  void take(String step, Path path) {
    taken.put(step, path);
  }

  boolean isTaken(String step) {
    return taken.containsKey(step);
  }

  void set(String step, int round) {
    rounds.put(step, round);
  }

  void next(String step) {
    rounds.merge(step, 2, (now, _) -> now + 1);
  }

  List<OpenStep> all() {
    return steps.stream().map(this::now).toList();
  }

  /** What was taken since a savepoint, and what was not taken yet. */
  List<OpenStep> openTo(Path savepoint) {
    return steps.stream().filter(step -> isOpenTo(savepoint, step)).map(this::now).toList();
  }

  private boolean isOpenTo(Path savepoint, String step) {
    Path path = taken.get(step);
    return path == null || path.isWithin(savepoint);
  }

  /** What was taken beside a savepoint. */
  List<OpenStep> beside(Path savepoint) {
    return steps.stream().filter(step -> !isOpenTo(savepoint, step)).map(this::now).toList();
  }

  /** Of what has not happened, the commands were closed when the way was given up. */
  NextRounds after(Path savepoint) {
    Map<String, Integer> next = new LinkedHashMap<>();
    for (OpenStep open : openTo(savepoint)) {
      next.put(open.step(), open.round() + (isTaken(open.step()) ? 1 : 0));
    }
    return new NextRounds(next);
  }

  /** What was taken since a savepoint can be taken again; answers it. */
  List<String> release(Path savepoint) {
    List<String> released =
        steps.stream().filter(step -> isTaken(step) && isOpenTo(savepoint, step)).toList();
    released.forEach(taken::remove);
    return released;
  }
}
