package dev.skald.workflows.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Tells a saga's story without doing anything: every step answers with an example. It shows what
 * the story is, and at start-up whether it makes sense.
 */
public final class StoryRehearsal implements SagaRun {

  private final String sagaType;
  private final Map<String, DeclaredStep> steps;
  private final PathRules rules;
  private final Set<Rehearsed<?>> open;
  private final Changes changes;
  private final String prefix;
  private List<Scene> scenes;
  private Path path;

  private StoryRehearsal(
      String sagaType,
      Map<String, DeclaredStep> steps,
      PathRules rules,
      Changes changes,
      String prefix,
      List<Scene> scenes,
      Path path,
      Set<Rehearsed<?>> open) {
    this.open = open;
    this.sagaType = sagaType;
    this.steps = steps;
    this.rules = rules;
    this.changes = changes;
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

  /**
   * As a run that begins today has it. Throws, with a sentence, if the saga makes no sense, to runs
   * that know nothing of its changes either.
   */
  public static <R extends Record> List<Scene> of(Saga<R> saga) {
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

  private static <R extends Record> List<Scene> rehearse(Saga<R> saga, Changes changes) {
    SagaType<R> type = saga.type();
    List<Scene> scenes = new ArrayList<>();
    StoryRehearsal rehearsal =
        new StoryRehearsal(
            type.name(),
            type.steps(),
            new PathRules(),
            changes,
            "",
            scenes,
            new Path(null, "", false),
            new HashSet<>());
    try {
      saga.run(rehearsal, type.example());
      rehearsal.checkAllJoined();
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "saga '%s' cannot be told%s: %s"
              .formatted(
                  type.name(),
                  changes.known ? "" : " to a run that is older than its changes",
                  e.getMessage()),
          e);
    }
    return List.copyOf(scenes);
  }

  @Override
  public String sagaId() {
    return sagaType + "-example";
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
    nested
        .saga()
        .run(
            new StoryRehearsal(sagaType, steps, rules, changes, inner, scenes, path, open),
            request);
  }

  private record Rehearsed<A>(A answer, List<Scene> scenes) implements Branch<A> {}

  @Override
  public <A> Branch<A> branch(Supplier<A> story) {
    List<Scene> outer = scenes;
    Path before = path;
    List<Scene> own = new ArrayList<>();
    scenes = own;
    path = path.ofBranch();
    Rehearsed<A> branch = new Rehearsed<>(story.get(), own);
    scenes = outer;
    path = before;
    open.add(branch);
    return branch;
  }

  @Override
  public void join(Join join, Branch<?>... branches) {
    List<List<Scene>> together = new ArrayList<>();
    for (Branch<?> branch : branches) {
      if (!(branch instanceof Rehearsed<?> rehearsed) || !open.remove(rehearsed)) {
        throw new IllegalStateException("a branch can be joined once, by the saga that began it");
      }
      together.add(rehearsed.scenes());
    }
    scenes.add(new Scene.Together(together));
  }

  @Override
  public <A> A attempt(String savepoint, Supplier<A> way, Function<SagaFailure, A> otherwise) {
    rules.savepoint(savepoint);
    List<Scene> outer = scenes;
    Path before = path;
    List<Scene> own = new ArrayList<>();
    scenes = own;
    path = path.savepoint(savepoint);
    A answer = way.get();
    scenes = outer;
    path = before;
    scenes.add(new Scene.Way(savepoint, own));
    return answer;
  }

  @Override
  public boolean knows(String change) {
    Part.checkName(change);
    changes.any = true;
    return changes.known;
  }

  private void take(DeclaredStep step) {
    String name = prefix + step.name();
    if (!step.equals(steps.get(name))) {
      throw new IllegalStateException(
          "it takes step '%s', which it has not declared".formatted(name));
    }
    if (step.kind() == StepKind.PIVOT && !open.isEmpty()) {
      throw new IllegalStateException(
          "it takes the pivot '%s' beside a branch that could fail when there is no way back: join it before"
              .formatted(name));
    }
    rules.take(name, step, path);
    scenes.add(new Scene.Taken(name));
  }

  private void checkAllJoined() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("it begins a branch that it never joins");
    }
  }
}
