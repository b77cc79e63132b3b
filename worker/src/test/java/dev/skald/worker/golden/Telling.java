package dev.skald.worker.golden;

import dev.skald.worker.golden.Scenario.Act;
import dev.skald.worker.golden.Script.Cue;
import dev.skald.workflows.engine.DecisionKind;
import dev.skald.workflows.engine.DeclaredStep;
import dev.skald.workflows.engine.Limits;
import dev.skald.workflows.engine.OutsideEvent;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaFailure;
import dev.skald.workflows.engine.Scene;
import dev.skald.workflows.engine.StepKind;
import dev.skald.workflows.engine.StoryRehearsal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A story from its beginning to its end, as it is told where certain ways are given up.
 *
 * @param cues what has to happen for that
 * @param codes what steps have to be refused with for that
 * @param acts what people have to do for that
 */
record Telling(
    List<String> steps, Map<String, List<Cue>> cues, Map<String, String> codes, List<Act> acts) {

  List<String> after(String step) {
    return steps.subList(steps.indexOf(step) + 1, steps.size());
  }

  /**
   * The first gives no way up; then each way is given up at each of its steps, once for each code.
   */
  static List<Telling> all(Saga<?> saga) {
    Map<String, DeclaredStep> declared = saga.type().steps();
    List<Telling> all = new ArrayList<>();
    Set<String> met = new HashSet<>();
    Deque<Map<String, SagaFailure>> untold = new ArrayDeque<>();
    untold.add(Map.of());
    while (!untold.isEmpty()) {
      Map<String, SagaFailure> failures = untold.remove();
      // What only older runs do was recorded when it was new.
      List<Scene> scenes =
          failures.isEmpty() ? StoryRehearsal.of(saga) : StoryRehearsal.givingUp(saga, failures);
      all.add(of(scenes, declared, failures.values()));
      for (Scene.Way way : scenes.stream().flatMap(Telling::ways).toList()) {
        if (met.add(way.savepoint())) {
          way.steps()
              .filter(step -> step(declared, step).kind() != StepKind.OPTIONAL)
              .flatMap(step -> StoryRehearsal.failuresAt(step, step(declared, step)).stream())
              .forEach(failure -> untold.add(with(failures, way, failure)));
        }
      }
    }
    return all;
  }

  private static Telling of(
      List<Scene> scenes, Map<String, DeclaredStep> declared, Collection<SagaFailure> failures) {
    Map<String, List<Cue>> cues = new HashMap<>();
    Map<String, String> codes = new HashMap<>();
    List<Act> acts = new ArrayList<>();
    for (SagaFailure failure : failures) {
      String name = failure.step();
      if (step(declared, name) instanceof OutsideEvent<?> event) {
        cues.put(name, List.of(Cue.NOT_YET, Cue.NOT_YET));
        if (event.limits().then() == Limits.Then.ASK_OPERATOR) {
          acts.add(new Act.AwaitAsked(name, 2));
          acts.add(new Act.Settle(name, DecisionKind.SKIP));
        }
      } else {
        cues.put(name, List.of(Cue.REFUSE));
        codes.put(name, failure.code());
      }
    }
    return new Telling(scenes.stream().flatMap(Scene::steps).toList(), cues, codes, acts);
  }

  private static Stream<Scene.Way> ways(Scene scene) {
    return switch (scene) {
      case Scene.Taken _, Scene.Refused _ -> Stream.of();
      case Scene.Together(List<List<Scene>> branches) ->
          branches.stream().flatMap(List::stream).flatMap(Telling::ways);
      case Scene.Way way ->
          Stream.concat(Stream.of(way), way.scenes().stream().flatMap(Telling::ways));
    };
  }

  /** In the order in which they are given up. */
  private static Map<String, SagaFailure> with(
      Map<String, SagaFailure> failures, Scene.Way way, SagaFailure failure) {
    Map<String, SagaFailure> more = new LinkedHashMap<>(failures);
    more.put(way.savepoint(), failure);
    return more;
  }

  private static DeclaredStep step(Map<String, DeclaredStep> declared, String name) {
    return Objects.requireNonNull(declared.get(name));
  }
}
