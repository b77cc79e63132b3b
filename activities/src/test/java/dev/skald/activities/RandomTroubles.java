package dev.skald.activities;

import dev.skald.activities.MoneyStory.Takes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Faults at random steps of a random story, and at what its run says to the log. */
record RandomTroubles(RandomStory story, Random random) {

  /** More often than any step is tried. */
  private static final int TOO_OFTEN = 25;

  private static final List<Integer> TIMES = List.of(1, 2, 5, TOO_OFTEN);

  /** They change nothing of how a story ends. */
  private static final List<Fault> HARMLESS =
      List.of(Fault.TASK_LOST_BEFORE, Fault.TASK_LOST_AFTER);

  /** Ways are given up for what is refused, or fails too often: that comes more often. */
  private static final List<Fault> FAULTS =
      Stream.concat(
              Fault.OF_ONE_SAGA.stream(),
              Stream.generate(() -> List.of(Fault.REFUSED, Fault.FAILS_FOR_NOW))
                  .limit(4)
                  .flatMap(List::stream))
          .toList();

  /** Said late, it takes away what others have done meanwhile. */
  private static final String TURN = "saga.Turn";

  private static final List<String> SAID =
      List.of(
          TURN,
          "saga.Started",
          "saga.StepFailed",
          "saga.OperatorAsked",
          "saga.WayGone",
          "saga.RolledBack",
          "saga.Compensated");

  List<Trouble> harmless() {
    List<Trouble> troubles = said();
    troubles.addAll(atSteps(HARMLESS));
    return troubles;
  }

  /** Half of them keep the story from going one of its ways to the end. */
  List<Trouble> any() {
    List<Trouble> troubles = said();
    List<String> onWays = story.onWays();
    if (!onWays.isEmpty() && random.nextBoolean()) {
      troubles.add(
          Trouble.at(one(onWays), one(List.of(Fault.REFUSED, Fault.FAILS_FOR_NOW)), TOO_OFTEN));
    }
    troubles.addAll(atSteps(FAULTS));
    return troubles;
  }

  /** Else a run would be over before what a lost one has under way comes late. */
  Trouble thatHolds() {
    return Trouble.at(
        one(story.steps()).step().name(),
        one(List.of(Fault.CALLED_OFF_DURING, Fault.CALLED_OFF_AFTER_ITS_COMMIT)),
        1);
  }

  private List<Trouble> said() {
    List<Trouble> troubles = new ArrayList<>();
    for (String said : SAID) {
      if (random.nextInt(said.equals(TURN) ? 2 : 6) == 0) {
        troubles.add(Trouble.at(said, Fault.WORKER_KILLED_DURING, 1 + random.nextInt(3)));
      }
    }
    return troubles;
  }

  private List<Trouble> atSteps(List<Fault> faults) {
    List<Fault> left = new ArrayList<>(faults);
    List<Trouble> troubles = new ArrayList<>();
    for (Takes takes : story.steps()) {
      String step = takes.step().name();
      if (!left.isEmpty() && random.nextInt(5) == 0) {
        troubles.add(Trouble.at(step, fault(left), one(TIMES)));
      }
      if (!left.isEmpty() && takes.step().hasUndo() && random.nextInt(6) == 0) {
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
