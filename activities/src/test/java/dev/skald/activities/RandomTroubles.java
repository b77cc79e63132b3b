package dev.skald.activities;

import dev.skald.activities.MoneyStory.Takes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Faults at random steps of a random story, and at what its run says to the log. */
record RandomTroubles(RandomStory story, Random random) {

  /** More often than any step is tried. */
  private static final int TOO_OFTEN = 25;

  private static final List<Integer> TIMES = List.of(1, 2, 5, TOO_OFTEN);

  /** They change nothing of how a story ends. */
  private static final List<Fault> HARMLESS =
      List.of(Fault.TASK_LOST_BEFORE, Fault.TASK_LOST_AFTER);

  /** What a way is given up for. */
  private static final List<Fault> GIVE_UP =
      List.of(Fault.REFUSED, Fault.REFUSED, Fault.FAILS_FOR_NOW);

  /** What only waits until it is let go, others do. */
  private static final List<Fault> FAULTS =
      Fault.OF_ONE_SAGA.stream().filter(fault -> !fault.name().startsWith("CALLED_OFF")).toList();

  List<Trouble> harmless() {
    return atSteps(HARMLESS);
  }

  /** Ways are given up; half of the time, that is all. */
  List<Trouble> any() {
    List<Trouble> troubles = new ArrayList<>();
    List<String> onWays = story.onWays();
    for (int ways = 1 + random.nextInt(2); ways > 0 && !onWays.isEmpty(); ways--) {
      troubles.add(Trouble.at(one(onWays), one(GIVE_UP), TOO_OFTEN));
    }
    troubles.addAll(withoutEnd());
    if (random.nextBoolean()) {
      troubles.addAll(atSteps(FAULTS));
    }
    return troubles;
  }

  /** Steps that fail for good, and send nothing back: the story goes on, or people are asked. */
  private List<Trouble> withoutEnd() {
    List<Trouble> troubles = new ArrayList<>();
    for (Takes takes : story.steps()) {
      String step = takes.step().name();
      if (random.nextInt(3) == 0) {
        switch (takes.step().limits().then()) {
          case GO_ON -> troubles.add(Trouble.at(step, one(GIVE_UP), TOO_OFTEN));
          case ASK_OPERATOR -> troubles.add(Trouble.at(step, Fault.FAILS_FOR_NOW, TOO_OFTEN));
          case COMPENSATE -> {}
        }
      }
    }
    return troubles;
  }

  private List<Trouble> atSteps(List<Fault> faults) {
    List<Fault> left = new ArrayList<>(faults);
    List<Trouble> troubles = new ArrayList<>();
    for (Takes takes : story.steps()) {
      String step = takes.step().name();
      if (!left.isEmpty() && random.nextInt(6) == 0) {
        troubles.add(Trouble.at(step, fault(left), one(TIMES)));
      }
      if (!left.isEmpty() && takes.step().hasUndo() && random.nextInt(8) == 0) {
        troubles.add(Trouble.atUndo(step, fault(left), one(TIMES)));
      }
    }
    return troubles;
  }

  /** The server waits longer and longer after a task that was lost: one of a kind is enough. */
  private Fault fault(List<Fault> left) {
    Fault fault = one(left);
    if (fault.name().startsWith("TASK_LOST")) {
      left.remove(fault);
    }
    return fault;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
