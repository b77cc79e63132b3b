package dev.skald.activities;

import dev.skald.activities.MoneyStory.Takes;
import dev.skald.activities.ToldScene.Fork;
import dev.skald.activities.ToldScene.Sequence;
import dev.skald.activities.ToldScene.Take;
import dev.skald.activities.ToldScene.Way;
import dev.skald.domain.Money;
import dev.skald.workflows.engine.SagaRun.Join;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A story made at random, of steps, branches and ways, one within the other. Each step takes an
 * amount of its own, so that what is left tells which of them have been done.
 */
final class RandomStory {

  private static final int DEEPEST = 3;

  /** Beyond that, no branches and no ways are begun. */
  private static final int MANY = 4;

  private final Random random;
  private final List<Takes> steps = new ArrayList<>();
  private final Sequence story;
  private int ways;

  RandomStory(Random random) {
    this.random = random;
    List<ToldScene> scenes = scenes(0, random.nextInt(2));
    scenes.add(random.nextBoolean() ? fork(0) : way(0));
    scenes.addAll(scenes(0, random.nextInt(2)));
    if (random.nextInt(3) == 0) {
      scenes.add(new Way("to-the-pivot", toPivot(), toPivot()));
    }
    story = new Sequence(scenes);
  }

  private List<ToldScene> scenes(int depth, int length) {
    List<ToldScene> scenes = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      scenes.add(scene(depth));
    }
    return scenes;
  }

  private ToldScene scene(int depth) {
    int kind = depth >= DEEPEST || steps.size() > MANY ? random.nextInt(5) : random.nextInt(11);
    return switch (kind) {
      case 0 -> taking(MoneyStory.takesPerhapsAndGivesBack(name()));
      case 1 -> taking(MoneyStory.takesSlowly(name()));
      case 2 -> taking(MoneyStory.takesOrAsks(name()));
      case 3, 4 -> taking(MoneyStory.takes(name()));
      case 5, 6 -> fork(depth);
      default -> way(depth);
    };
  }

  private Fork fork(int depth) {
    return new Fork(
        random.nextBoolean() ? Join.FAIL_FAST : Join.WAIT_FOR_ALL,
        List.of(
            some(depth + 1),
            random.nextInt(4) > 0 ? new Sequence(List.of(way(depth + 1))) : some(depth + 1)),
        new Sequence(scenes(depth + 1, random.nextInt(2))));
  }

  private Way way(int depth) {
    return new Way("way-" + ++ways, some(depth + 1), some(depth + 1));
  }

  private Sequence some(int depth) {
    return new Sequence(scenes(depth, 1 + random.nextInt(3)));
  }

  private Sequence toPivot() {
    List<ToldScene> scenes = scenes(DEEPEST, random.nextInt(2));
    scenes.add(taking(MoneyStory.takesForEver(name())));
    scenes.add(taking(MoneyStory.takesForward(name())));
    return new Sequence(scenes);
  }

  private Take taking(Takes step) {
    Take take = new Take(step, amount(steps.size()));
    steps.add(step);
    return take;
  }

  private String name() {
    return "step-" + (steps.size() + 1);
  }

  private static Money amount(int step) {
    return Money.of(BigDecimal.valueOf(1L << step, 2).toString(), "EUR");
  }

  MoneyStory named(String name) {
    return new MoneyStory(name, List.copyOf(steps), story::tell);
  }

  /** More than all steps together take. */
  Money enough() {
    return amount(steps.size());
  }

  /** What is left of it when these steps are done. */
  Money leftBy(Set<String> done) {
    return story
        .takes()
        .filter(take -> done.contains(take.name()))
        .map(Take::amount)
        .reduce(enough(), Money::minus);
  }

  List<Takes> steps() {
    return steps;
  }

  /** The steps at which a way is given up. */
  List<String> onWays() {
    return story.onWays().map(Take::name).toList();
  }

  ToldScene scenes() {
    return story;
  }

  @Override
  public String toString() {
    return story.toString();
  }
}
