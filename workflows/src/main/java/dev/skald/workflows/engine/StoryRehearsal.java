package dev.skald.workflows.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Tells a saga's story without doing anything: every step answers with an example. It shows what
 * the story is, and at start-up whether it makes sense.
 */
public final class StoryRehearsal implements SagaRun {

  private final Telling telling;
  private final String prefix;
  private List<Scene> scenes;
  private Path path;

  private StoryRehearsal(Telling telling, String prefix, List<Scene> scenes, Path path) {
    this.telling = telling;
    this.prefix = prefix;
    this.scenes = scenes;
    this.path = path;
  }

  /** Whether the run knows what has changed in its story, and whether the story asks. */
  private static final class Changes {

    private final boolean known;
    private boolean any;

    Changes(boolean known) {
      this.known = known;
    }
  }

  /** What is true of one telling: of the story, and of those within it. */
  private static final class Telling {

    final SagaType<?> type;
    final Changes changes;
    final OtherWays others;

    /** The ways that are given up, and why. */
    final SequencedMap<String, SagaFailure> failures;

    final PathRules rules = new PathRules();
    final Set<Rehearsed<?>> open = new HashSet<>();
    String last;

    Telling(
        SagaType<?> type,
        Changes changes,
        OtherWays others,
        SequencedMap<String, SagaFailure> failures) {
      this.type = type;
      this.changes = changes;
      this.others = others;
      this.failures = failures;
      this.last = type.steps().keySet().iterator().next();
    }
  }

  /**
   * As a run that begins today has it. Throws, with a sentence, if the saga makes no sense,
   * whatever way it goes, to runs that know nothing of its changes either, or with another of its
   * examples.
   */
  public static <R extends Record> List<Scene> of(Saga<R> saga) {
    return ByExample.each(saga).stream().map(StoryRehearsal::ofOneExample).toList().getFirst();
  }

  private static <R extends Record> List<Scene> ofOneExample(Saga<R> saga) {
    Changes changes = new Changes(true);
    List<Scene> scenes = rehearse(saga, changes);
    if (changes.any) {
      ofOlderRuns(saga);
    }
    return scenes;
  }

  /** As a run has it that began before all changes that the story asks for. */
  public static <R extends Record> List<Scene> ofOlderRuns(Saga<R> saga) {
    return rehearse(saga, new Changes(false));
  }

  /**
   * As a run has it that begins today and gives ways up.
   *
   * @param failures why, by savepoint; what is told instead stands in their place
   */
  public static <R extends Record> List<Scene> givingUp(
      Saga<R> saga, Map<String, SagaFailure> failures) {
    OtherWays others = new OtherWays(saga.type().steps());
    return tell(saga, new Changes(true), others, new LinkedHashMap<>(failures));
  }

  /** What a way is given up for at a step, each in a telling of its own. */
  public static List<SagaFailure> failuresAt(String name, DeclaredStep step) {
    List<String> codes =
        step instanceof OutsideEvent
            ? List.of(SagaFailure.TIMED_OUT)
            : step.refusals().isEmpty() ? List.of("refused") : step.refusals();
    return codes.stream().map(code -> new SagaFailure(name, code, "for example")).toList();
  }

  private static <R extends Record> List<Scene> rehearse(Saga<R> saga, Changes changes) {
    OtherWays others = new OtherWays(saga.type().steps());
    List<Scene> scenes = tell(saga, changes, others, new LinkedHashMap<>());
    SequencedMap<String, SagaFailure> failures = others.next();
    while (failures != null) {
      tell(saga, changes, others, failures);
      failures = others.next();
    }
    return others.in(scenes);
  }

  private static <R extends Record> List<Scene> tell(
      Saga<R> saga, Changes changes, OtherWays others, SequencedMap<String, SagaFailure> failures) {
    SagaType<R> type = saga.type();
    List<Scene> scenes = new ArrayList<>();
    Telling telling = new Telling(type, changes, others, failures);
    try {
      saga.run(new StoryRehearsal(telling, "", scenes, new Path(null, "", false)), type.example());
      if (!telling.open.isEmpty()) {
        throw new IllegalStateException("it begins a branch that it never joins");
      }
    } catch (StepFailed refused) {
      if (failures.isEmpty()) {
        throw cannotBeTold(saga, changes, failures, "it refuses its example: ", refused);
      }
    } catch (RuntimeException e) {
      throw cannotBeTold(saga, changes, failures, "", e);
    }
    return scenes;
  }

  private static IllegalArgumentException cannotBeTold(
      Saga<?> saga,
      Changes changes,
      Map<String, SagaFailure> failures,
      String what,
      RuntimeException why) {
    return new IllegalArgumentException(
        "saga '%s' cannot be told%s%s%s: %s%s"
            .formatted(
                saga.type().name(),
                saga instanceof ByExample<?> by
                    ? " by its example '%s'".formatted(by.example())
                    : "",
                changes.known ? "" : " to a run that is older than its changes",
                failures.isEmpty() ? "" : " where it goes back to " + failures.keySet(),
                what,
                why.getMessage()),
        why);
  }

  @Override
  public String sagaId() {
    return telling.type.name() + "-example";
  }

  @Override
  public String businessKey() {
    return "example";
  }

  @Override
  public <S, C extends Record, A extends Record> A step(Step<S, C, A> step, C command) {
    if (step.kind() == StepKind.OPTIONAL) {
      throw new IllegalStateException(
          "'%s' is optional and may have no answer: take it with saga.optional(...)"
              .formatted(step.name()));
    }
    take(step);
    return Examples.of(step.answer());
  }

  @Override
  public <S, C extends Record, A extends Record> Optional<A> optional(
      Step<S, C, A> step, C command) {
    if (step.kind() != StepKind.OPTIONAL) {
      throw new IllegalStateException(
          "'%s' is not optional: take it with saga.step(...)".formatted(step.name()));
    }
    take(step);
    return Optional.of(Examples.of(step.answer()));
  }

  @Override
  public <A extends Record> A await(OutsideEvent<A> event) {
    take(event);
    return Examples.of(event.data());
  }

  @Override
  public <R extends Record> void tell(Nested<R> nested, R request) {
    String inner = prefix + nested.name() + ".";
    nested.saga().run(new StoryRehearsal(telling, inner, scenes, path), request);
  }

  private record Rehearsed<A>(A answer, List<Scene> scenes) implements Branch<A> {}

  @Override
  public <A> Branch<A> branch(Supplier<A> story) {
    List<Scene> own = new ArrayList<>();
    Rehearsed<A> branch = new Rehearsed<>(elsewhere(path.ofBranch(), own, story), own);
    telling.open.add(branch);
    return branch;
  }

  @Override
  public void join(Join join, Branch<?>... branches) {
    List<List<Scene>> together = new ArrayList<>();
    for (Branch<?> branch : branches) {
      if (!(branch instanceof Rehearsed<?> rehearsed) || !telling.open.remove(rehearsed)) {
        throw new IllegalStateException("a branch can be joined once, by the saga that began it");
      }
      together.add(rehearsed.scenes());
    }
    scenes.add(new Scene.Together(together));
  }

  @Override
  public <A> A attempt(String savepoint, Supplier<A> way, Function<SagaFailure, A> otherwise) {
    telling.rules.savepoint(savepoint);
    SagaFailure failure = telling.failures.get(savepoint);
    if (failure != null) {
      telling.last = failure.step();
      List<Scene> other = telling.others.told(savepoint, telling.failures);
      try {
        return elsewhere(path, other, () -> otherwise.apply(failure));
      } finally {
        scenes.addAll(other);
      }
    }
    List<Scene> own = new ArrayList<>();
    A answer = elsewhere(path.savepoint(savepoint), own, way);
    telling.others.met(savepoint, own, telling.failures);
    scenes.add(new Scene.Way(savepoint, own, List.of()));
    return answer;
  }

  @Override
  public RuntimeException refuse(String code, String message) {
    telling.rules.refuse(code);
    scenes.add(new Scene.Refused(code));
    return new StepFailed(new SagaFailure(telling.last, code, message), false);
  }

  @Override
  public boolean knows(String change) {
    Part.checkName(change);
    telling.changes.any = true;
    return telling.changes.known;
  }

  private void take(DeclaredStep step) {
    String name = prefix + step.name();
    if (!step.equals(telling.type.steps().get(name))) {
      throw new IllegalStateException(
          "it takes step '%s', which it has not declared".formatted(name));
    }
    if (step.kind() == StepKind.PIVOT && !telling.open.isEmpty()) {
      throw new IllegalStateException(
          "it takes the pivot '%s' beside a branch that could fail when there is no way back: join it before"
              .formatted(name));
    }
    telling.rules.take(name, step, path);
    telling.last = name;
    scenes.add(new Scene.Taken(name));
  }

  /** Tells a part of the story at another place. */
  private <A> A elsewhere(Path there, List<Scene> own, Supplier<A> part) {
    List<Scene> outer = scenes;
    Path before = path;
    scenes = own;
    path = there;
    try {
      return part.get();
    } finally {
      scenes = outer;
      path = before;
    }
  }
}
