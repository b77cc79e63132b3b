package dev.skald.workflows.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a story tells where it goes back to a savepoint. A rehearsal fails at each step of each way,
 * once for each reason that is known.
 */
final class OtherWays {

  private final Map<String, DeclaredStep> steps;
  private final Set<String> met = new HashSet<>();
  private final Deque<SequencedMap<String, SagaFailure>> untold = new ArrayDeque<>();
  private final Map<String, List<Told>> told = new LinkedHashMap<>();

  /** What is told instead of a way; written while the story is told. */
  private record Told(SagaFailure why, List<Scene> scenes) {}

  OtherWays(Map<String, DeclaredStep> steps) {
    this.steps = steps;
  }

  /**
   * A way was gone.
   *
   * @param failures those without which the story does not come there
   */
  void met(String savepoint, List<Scene> way, SequencedMap<String, SagaFailure> failures) {
    if (met.add(savepoint)) {
      way.stream()
          .flatMap(Scene::steps)
          .flatMap(step -> StoryRehearsal.failuresAt(step, declared(step)).stream())
          .forEach(
              failure -> {
                SequencedMap<String, SagaFailure> more = new LinkedHashMap<>(failures);
                more.put(savepoint, failure);
                untold.add(more);
              });
    }
  }

  private DeclaredStep declared(String step) {
    return Objects.requireNonNull(steps.get(step));
  }

  /** The ways that are to fail next; null once all other ways are told. */
  @Nullable SequencedMap<String, SagaFailure> next() {
    return untold.poll();
  }

  /**
   * Where to write down what is told instead of a way. It is told for the sake of the last failure:
   * the ways before that are told already.
   */
  List<Scene> told(String savepoint, SequencedMap<String, SagaFailure> failures) {
    List<Scene> scenes = new ArrayList<>();
    Map.Entry<String, SagaFailure> last = failures.lastEntry();
    if (last.getKey().equals(savepoint)) {
      told.computeIfAbsent(savepoint, _ -> new ArrayList<>())
          .add(new Told(last.getValue(), scenes));
    }
    return scenes;
  }

  /** The same scenes, with the other ways in them. */
  List<Scene> in(List<Scene> scenes) {
    return scenes.stream().map(this::in).toList();
  }

  private Scene in(Scene scene) {
    return switch (scene) {
      case Scene.Taken _, Scene.Refused _ -> scene;
      case Scene.Together(List<List<Scene>> branches) ->
          new Scene.Together(branches.stream().map(this::in).toList());
      case Scene.Way(String savepoint, List<Scene> way, _) ->
          new Scene.Way(savepoint, in(way), otherwise(savepoint));
    };
  }

  /** What is the same for several reasons is shown once. */
  private List<Scene.Other> otherwise(String savepoint) {
    Map<List<Scene>, List<Scene.Why>> others = new LinkedHashMap<>();
    for (Told other : told.getOrDefault(savepoint, List.of())) {
      others
          .computeIfAbsent(in(other.scenes()), _ -> new ArrayList<>())
          .add(new Scene.Why(other.why().step(), other.why().code()));
    }
    return others.entrySet().stream()
        .map(other -> new Scene.Other(other.getValue(), other.getKey()))
        .toList();
  }
}
