package dev.skald.activities;

import dev.skald.activities.FailureTable.Script;
import dev.skald.workflows.engine.DecisionKind;
import dev.skald.workflows.engine.Limits;
import dev.skald.workflows.engine.OutsideEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * How a run is made to come to a step that is taken only when others fail.
 *
 * @param script what people do meanwhile
 */
record WayThere(List<Trouble> troubles, Script script) {

  static WayThere to(String goal, Story story) {
    List<Trouble> troubles = new ArrayList<>();
    List<String> givenUp = new ArrayList<>();
    for (Stop stop : story.wayTo(goal).values()) {
      String step = stop.why().step();
      if (story.step(step) instanceof OutsideEvent<?> event) {
        troubles.add(Trouble.at(step, Fault.NEVER_COMES, 1));
        if (event.limits().then() == Limits.Then.ASK_OPERATOR) {
          givenUp.add(step);
        }
      } else {
        troubles.add(
            Trouble.beside(story.siblings(step, goal), step, Fault.REFUSED, 1).refusing(stop));
      }
    }
    return new WayThere(
        troubles, saga -> givenUp.forEach(step -> saga.decideOnStep(step, DecisionKind.SKIP)));
  }

  List<Trouble> and(Trouble... more) {
    List<Trouble> all = new ArrayList<>(troubles);
    all.addAll(List.of(more));
    return all;
  }

  Script then(Script next) {
    return saga -> {
      script.follow(saga);
      next.follow(saga);
    };
  }
}
