package dev.skald.activities;

import static java.util.stream.Collectors.joining;

import dev.skald.activities.MoneyStory.Hears;
import dev.skald.activities.MoneyStory.Passage;
import dev.skald.activities.MoneyStory.Takes;
import dev.skald.activities.MoneyStory.Taking;
import dev.skald.domain.Money;
import dev.skald.workflows.engine.SagaRun.Branch;
import dev.skald.workflows.engine.SagaRun.Join;
import dev.skald.workflows.engine.StepKind;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A part of a story: it can be told, and compared with the steps that are done. */
sealed interface ToldScene {

  void tell(Taking taking);

  Stream<Take> takes();

  /** Whether what is done of it is all that is done when it is told to its end, in any way. */
  boolean isTold(Set<String> done);

  /** Whether all that comes before one of its steps is told. */
  boolean mayBeDone(String step, Set<String> done);

  /** Whether nothing of what comes after one of its steps is done. */
  boolean mayBeUndone(String step, Set<String> done);

  /** The steps at which a way is given up. */
  Stream<Take> onWays();

  default boolean has(String step) {
    return takes().anyMatch(take -> take.name().equals(step));
  }

  default boolean isUntold(Set<String> done) {
    return takes().filter(Take::leavesTraces).noneMatch(take -> done.contains(take.name()));
  }

  /**
   * One step.
   *
   * @param amount nothing where it waits for an event
   */
  record Take(Passage step, Money amount) implements ToldScene {

    String name() {
      return step.step().name();
    }

    private boolean isOptional() {
      return step.step().kind() == StepKind.OPTIONAL;
    }

    /** That an event came stays true, whatever is undone. */
    boolean leavesTraces() {
      return step instanceof Takes;
    }

    @Override
    public void tell(Taking taking) {
      switch (step) {
        case Hears event -> taking.heard(event);
        case Takes takes when isOptional() -> taking.perhapsOf(takes, amount);
        case Takes takes -> taking.of(takes, amount);
      }
    }

    @Override
    public Stream<Take> takes() {
      return Stream.of(this);
    }

    @Override
    public boolean isTold(Set<String> done) {
      return isOptional() || done.contains(name());
    }

    @Override
    public boolean mayBeDone(String step, Set<String> done) {
      return true;
    }

    @Override
    public boolean mayBeUndone(String step, Set<String> done) {
      return true;
    }

    @Override
    public Stream<Take> onWays() {
      return Stream.empty();
    }

    @Override
    public String toString() {
      return name()
          + (isOptional() ? "?" : !leavesTraces() ? "~" : step.step().hasUndo() ? "" : "!");
    }
  }

  /** One after the other. */
  record Sequence(List<ToldScene> scenes) implements ToldScene {
    public Sequence {
      scenes = List.copyOf(scenes);
    }

    @Override
    public void tell(Taking taking) {
      scenes.forEach(scene -> scene.tell(taking));
    }

    @Override
    public Stream<Take> takes() {
      return scenes.stream().flatMap(ToldScene::takes);
    }

    @Override
    public boolean isTold(Set<String> done) {
      return scenes.stream().allMatch(scene -> scene.isTold(done));
    }

    @Override
    public boolean mayBeDone(String step, Set<String> done) {
      int at = indexOf(step);
      return scenes.subList(0, at).stream().allMatch(before -> before.isTold(done))
          && scenes.get(at).mayBeDone(step, done);
    }

    @Override
    public boolean mayBeUndone(String step, Set<String> done) {
      int at = indexOf(step);
      return scenes.subList(at + 1, scenes.size()).stream().allMatch(after -> after.isUntold(done))
          && scenes.get(at).mayBeUndone(step, done);
    }

    private int indexOf(String step) {
      int at = 0;
      while (!scenes.get(at).has(step)) {
        at++;
      }
      return at;
    }

    @Override
    public Stream<Take> onWays() {
      return scenes.stream().flatMap(ToldScene::onWays);
    }

    @Override
    public String toString() {
      return scenes.stream().map(ToldScene::toString).collect(joining(" "));
    }
  }

  /**
   * Branches that are joined.
   *
   * @param meanwhile is told before they are
   */
  record Fork(Join join, List<Sequence> branches, Sequence meanwhile) implements ToldScene {
    public Fork {
      branches = List.copyOf(branches);
    }

    private Stream<Sequence> all() {
      return Stream.concat(branches.stream(), Stream.of(meanwhile));
    }

    private Stream<Sequence> with(String step) {
      return all().filter(branch -> branch.has(step));
    }

    @Override
    public void tell(Taking taking) {
      Branch<?>[] begun =
          branches.stream()
              .map(branch -> taking.saga().branch(() -> told(taking, branch)))
              .toArray(Branch<?>[]::new);
      meanwhile.tell(taking);
      taking.saga().join(join, begun);
    }

    @Override
    public Stream<Take> takes() {
      return all().flatMap(Sequence::takes);
    }

    @Override
    public boolean isTold(Set<String> done) {
      return all().allMatch(branch -> branch.isTold(done));
    }

    @Override
    public boolean mayBeDone(String step, Set<String> done) {
      return with(step).allMatch(branch -> branch.mayBeDone(step, done));
    }

    @Override
    public boolean mayBeUndone(String step, Set<String> done) {
      return with(step).allMatch(branch -> branch.mayBeUndone(step, done));
    }

    @Override
    public Stream<Take> onWays() {
      return all().flatMap(Sequence::onWays);
    }

    @Override
    public String toString() {
      return "%s(%s)".formatted(join, all().map(Sequence::toString).collect(joining(" | ")));
    }
  }

  record Way(String savepoint, Sequence way, Sequence otherwise) implements ToldScene {

    @Override
    public void tell(Taking taking) {
      taking.saga().attempt(savepoint, () -> told(taking, way), _ -> told(taking, otherwise));
    }

    @Override
    public Stream<Take> takes() {
      return Stream.concat(way.takes(), otherwise.takes());
    }

    @Override
    public boolean isTold(Set<String> done) {
      return (way.isTold(done) && otherwise.isUntold(done))
          || (way.isUntold(done) && otherwise.isTold(done));
    }

    @Override
    public boolean mayBeDone(String step, Set<String> done) {
      return way.has(step)
          ? otherwise.isUntold(done) && way.mayBeDone(step, done)
          : way.isUntold(done) && otherwise.mayBeDone(step, done);
    }

    @Override
    public boolean mayBeUndone(String step, Set<String> done) {
      return way.has(step)
          ? otherwise.isUntold(done) && way.mayBeUndone(step, done)
          : otherwise.mayBeUndone(step, done);
    }

    @Override
    public Stream<Take> onWays() {
      return Stream.concat(
          way.takes().filter(Take::leavesTraces).filter(take -> !take.isOptional()),
          otherwise.onWays());
    }

    @Override
    public String toString() {
      return "%s[%s / %s]".formatted(savepoint, way, otherwise);
    }
  }

  private static boolean told(Taking taking, Sequence sequence) {
    sequence.tell(taking);
    return true;
  }
}
