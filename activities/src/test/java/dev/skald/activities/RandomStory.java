package dev.skald.activities;

import dev.skald.activities.MoneyStory.Hears;
import dev.skald.activities.MoneyStory.Passage;
import dev.skald.activities.MoneyStory.Takes;
import dev.skald.activities.ToldScene.Fork;
import dev.skald.activities.ToldScene.Sequence;
import dev.skald.activities.ToldScene.Take;
import dev.skald.activities.ToldScene.Way;
import dev.skald.domain.Money;
import dev.skald.workflows.engine.SagaRun.Join;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A story made at random, of steps, events, branches and ways, one within the other. Each step
 * takes an amount of its own, so that what is left tells which of them have been done.
 */
final class RandomStory {

  private static final Money NOTHING = Money.of("0.00", "EUR");

  /** Some are over before they have got far. */
  private static final Duration SOON = Duration.ofSeconds(3);

  private static final Duration LATE = Duration.ofMinutes(1);

  private static final int DEEPEST = 3;

  /** Beyond that, no branches and no ways are begun. */
  private static final int MANY = 4;

  private final Random random;
  private final List<Passage> steps = new ArrayList<>();
  private final Sequence story;
  private final Duration deadline;
  private int ways;

  RandomStory(Random random) {
    this.random = random;
    List<ToldScene> scenes = scenes(0, random.nextInt(2));
    scenes.add(random.nextBoolean() ? fork(0) : way(0));
    scenes.addAll(scenes(0, random.nextInt(2)));
    switch (random.nextInt(4)) {
      case 0 -> scenes.add(new Way("to-the-pivot", toPivot(), toPivot()));
      case 1 -> scenes.add(toPivot());
      default -> {}
    }
    story = new Sequence(scenes);
    deadline = random.nextInt(4) == 0 ? SOON : LATE;
  }

  private List<ToldScene> scenes(int depth, int length) {
    List<ToldScene> scenes = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      scenes.add(scene(depth));
    }
    return scenes;
  }

  private ToldScene scene(int depth) {
    int kind = depth >= DEEPEST || steps.size() > MANY ? random.nextInt(6) : random.nextInt(12);
    return switch (kind) {
      case 0 -> taking(MoneyStory.takesPerhapsAndGivesBack(name()));
      case 1 -> taking(MoneyStory.takesSlowly(name()));
      case 2 -> taking(MoneyStory.takesOrAsks(name()));
      case 3 ->
          waiting(random.nextBoolean() ? MoneyStory.hears(name()) : MoneyStory.hearsOrAsks(name()));
      case 4, 5 -> taking(MoneyStory.takes(name()));
      case 6, 7 -> fork(depth);
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
    scenes.add(
        taking(
            random.nextBoolean()
                ? MoneyStory.takesForEver(name())
                : MoneyStory.takesForEverSlowly(name())));
    scenes.add(taking(MoneyStory.takesForward(name())));
    return new Sequence(scenes);
  }

  private Take taking(Takes step) {
    Take take = new Take(step, amount(steps.size()));
    steps.add(step);
    return take;
  }

  private Take waiting(Hears event) {
    steps.add(event);
    return new Take(event, NOTHING);
  }

  private String name() {
    return "step-" + (steps.size() + 1);
  }

  private static Money amount(int step) {
    return Money.of(BigDecimal.valueOf(1L << step, 2).toString(), "EUR");
  }

  MoneyStory named(String name) {
    return new MoneyStory(name, List.copyOf(steps), story::tell, deadline);
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
    return steps.stream().filter(Takes.class::isInstance).map(Takes.class::cast).toList();
  }

  /** The events that it may wait for, each by its own type. */
  List<String> events() {
    return steps.stream()
        .filter(Hears.class::isInstance)
        .map(event -> ((Hears) event).step().eventType())
        .toList();
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
    return story + (deadline.equals(SOON) ? ", in a hurry" : "");
  }
}
