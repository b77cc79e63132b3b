package dev.skald.projections.sagas;

import dev.skald.projections.sagas.StepView.UndoStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a saga, each by its round: a higher one begins it anew, a lower one is history, but
 * for an undo of it that people are asked about, or gave up on.
 */
final class SagaSteps {

  private final Map<String, StepView> steps = new LinkedHashMap<>();
  private final List<StepView> earlier = new ArrayList<>();
  private @Nullable Instant endedAt;

  SagaSteps(List<StepView> known, @Nullable Instant endedAt) {
    this.endedAt = endedAt;
    for (StepView step : known) {
      if (steps.putIfAbsent(step.name(), step) != null) {
        earlier.add(step);
      }
    }
  }

  /** Steps of which something was heard before the start keep what is known of them. */
  void declared(List<String> names) {
    Map<String, StepView> known = new LinkedHashMap<>(steps);
    steps.clear();
    for (String name : names) {
      steps.put(name, Objects.requireNonNullElse(known.remove(name), StepView.pending(name, 1)));
    }
    steps.putAll(known);
  }

  void change(String name, int round, Consumer<StepFold> change) {
    StepView known = steps.get(name);
    if (known == null || round > known.round()) {
      steps.put(name, changed(StepView.pending(name, round), change));
      Stream.ofNullable(known).forEach(this::keep);
    } else if (round == known.round()) {
      steps.put(name, changed(known, change));
    } else {
      StepView before =
          earlier.stream()
              .filter(step -> step.name().equals(name) && step.round() == round)
              .findFirst()
              .orElseGet(() -> StepView.pending(name, round));
      earlier.remove(before);
      keep(changed(before, change));
    }
  }

  private void keep(StepView earlierRound) {
    switch (earlierRound.undo().status()) {
      case WAITING, SKIPPED -> earlier.add(earlierRound);
      case NONE, PENDING, RUNNING, COMPLETED, FAILED -> {}
    }
  }

  void changeAll(Consumer<StepFold> change) {
    steps.replaceAll((_, step) -> changed(step, change));
  }

  /** Nothing is under way any more; tries that fail may be told of all the same. */
  void end(Instant at) {
    endedAt = at;
    changeAll(_ -> {});
  }

  private StepView changed(StepView step, Consumer<StepFold> change) {
    StepFold fold = new StepFold(step);
    change.accept(fold);
    if (endedAt != null) {
      fold.sagaEnded(endedAt);
    }
    return fold.view();
  }

  /** In the order of the story; then what is left of earlier rounds. */
  List<StepView> all() {
    return Stream.concat(steps.values().stream(), earlier.stream()).toList();
  }

  /**
   * What people have to look at first; then what is being undone or done. What comes next only the
   * story knows.
   */
  @Nullable String current(boolean turned) {
    List<StepView> latest = List.copyOf(steps.values());
    List<StepView> newestFirst = latest.reversed();
    StepView current = first(all(), StepView::waitsForOperator);
    if (current == null && turned) {
      current = first(newestFirst, step -> step.undo().status() == UndoStatus.RUNNING);
    }
    if (current == null && turned) {
      current = first(newestFirst, step -> step.undo().status() == UndoStatus.PENDING);
    }
    if (current == null) {
      current = first(latest, StepView::isUnderWay);
    }
    return current == null ? null : current.name();
  }

  private static @Nullable StepView first(List<StepView> steps, Predicate<StepView> wanted) {
    return steps.stream().filter(wanted).findFirst().orElse(null);
  }
}
