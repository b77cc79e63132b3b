package dev.skald.activities;

import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.SagaTurned;
import dev.skald.domain.sagas.SagaEvent.StepCompleted;
import dev.skald.domain.sagas.SagaEvent.StepRefused;
import dev.skald.domain.sagas.SagaEvent.StepSettled;
import dev.skald.domain.sagas.SagaEvent.StepStarted;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.StepRefusal.Beside;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The ways that a step's command went with when they were given up. A way takes the commands of all
 * steps with it that were not taken elsewhere by then, also of one that another branch takes later.
 */
final class GivenUpWays {

  private final StepCall call;
  private final List<String> ways = new ArrayList<>();
  private final NavigableSet<Integer> rounds = new TreeSet<>();
  private boolean allTurned;

  GivenUpWays(StepCall call) {
    this.call = call;
  }

  void learn(SagaEvent event) {
    switch (event) {
      case SagaTurned back -> turned(back);
      case StepStarted begun -> taken(begun.step(), begun.round());
      case StepCompleted done -> taken(done.step(), done.round());
      case StepRefused no -> taken(no.step(), no.round());
      case StepSettled by -> taken(by.step(), by.round());
      default -> {}
    }
  }

  private void turned(SagaTurned back) {
    String savepoint = back.savepoint();
    Map<String, Integer> open = back.rounds();
    if (savepoint == null) {
      allTurned = true;
    } else if (open != null && Objects.equals(open.get(call.step()), call.round())) {
      ways.add(savepoint);
    }
  }

  private void taken(String step, @Nullable Integer round) {
    if (step.equals(call.step())) {
      rounds.add(Objects.requireNonNullElse(round, 1));
    }
  }

  /** Null where there are none, and where no step goes on any more. */
  @Nullable Beside beside() {
    if (allTurned || ways.isEmpty()) {
      return null;
    }
    Integer takenLater = rounds.higher(call.round());
    return new Beside(ways, takenLater == null ? call.round() + 1 : takenLater);
  }
}
