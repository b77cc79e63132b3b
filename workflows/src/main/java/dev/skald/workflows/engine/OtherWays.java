package dev.skald.workflows.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a story tells where it goes back to a savepoint. A rehearsal fails at each step of each way
 * once; where the other way depends on why, what is shown is the longest.
 */
final class OtherWays {

  private final Map<String, DeclaredStep> steps;
  private final Set<String> met = new HashSet<>();
  private final Deque<Map<String, SagaFailure>> untold = new ArrayDeque<>();
  private final Map<String, List<List<Scene>>> told = new HashMap<>();

  OtherWays(Map<String, DeclaredStep> steps) {
    this.steps = steps;
  }

  /**
   * A way was gone.
   *
   * @param failures those without which the story does not come there
   */
  void met(String savepoint, List<Scene> way, Map<String, SagaFailure> failures) {
    if (met.add(savepoint)) {
      way.stream()
          .flatMap(Scene::steps)
          .forEach(
              step -> {
                Map<String, SagaFailure> more = new HashMap<>(failures);
                more.put(savepoint, failureAt(step));
                untold.add(more);
              });
    }
  }

  private SagaFailure failureAt(String step) {
    String code = steps.get(step) instanceof OutsideEvent ? SagaFailure.TIMED_OUT : "refused";
    return new SagaFailure(step, code, "for example");
  }

  /** The ways that are to fail next; null once all other ways are told. */
  @Nullable Map<String, SagaFailure> next() {
    return untold.poll();
  }

  /** Where to write down what is told instead of a way. */
  List<Scene> told(String savepoint) {
    List<Scene> scenes = new ArrayList<>();
    told.computeIfAbsent(savepoint, _ -> new ArrayList<>()).add(scenes);
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
          new Scene.Way(savepoint, in(way), in(longest(savepoint)));
    };
  }

  private List<Scene> longest(String savepoint) {
    return told.getOrDefault(savepoint, List.of()).stream()
        .max(Comparator.comparingLong(scenes -> scenes.stream().flatMap(Scene::steps).count()))
        .orElse(List.of());
  }
}
