package dev.skald.activities;

import dev.skald.domain.accounts.AccountId;
import dev.skald.workflows.accounttransfer.AccountTransfer;
import dev.skald.workflows.engine.DecisionKind;
import dev.skald.workflows.engine.SagaStart.Repair;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** A random story, played once: what goes wrong meanwhile, chance decides as it gets on. */
final class RandomPlay {

  private static final int MOST_MOVES = 16;

  private final TestTemporal temporal;
  private final RandomStory story;
  private final MoneyStory saga;
  private final String key;
  private final String sagaId;
  private final AccountId account;
  private final Random random;
  private final RandomTroubles faults;
  private final boolean harmless;
  private final List<Trouble> troubles = new ArrayList<>();
  private final UnderWay underWay;

  /** The events that nobody has sent yet. */
  private final List<String> unsent;

  private int runs;

  /**
   * @param harmless nothing that was thrown at it is a reason to undo it
   */
  record Played(
      String sagaId, RandomStory story, AccountId account, boolean harmless, String thrown) {}

  RandomPlay(TestTemporal temporal, RandomStory story, MoneyStory saga, String key, Random random) {
    this.temporal = temporal;
    this.story = story;
    this.saga = saga;
    this.key = key;
    this.random = random;
    sagaId = TestTemporal.sagaId(saga, key);
    account = new AccountId("account-" + key);
    faults = new RandomTroubles(story, random);
    harmless = random.nextInt(6) == 0;
    underWay = new UnderWay(random);
    unsent = new ArrayList<>(story.events());
  }

  Played play() throws InterruptedException {
    new Settings(temporal.participants).open(account, story.enough());
    temporal.holds.of(sagaId, underWay);
    WorkflowStub run = begin();
    try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int moves = 3 + random.nextInt(MOST_MOVES); moves > 0; moves--) {
        boolean turning = underWay.awaitTurn();
        if (underWay.isOver() && random.nextInt(3) > 0) {
          break;
        }
        // What it says when it turns back, others may overtake: that is worth most.
        int rarity = turning || underWay.isOver() ? 2 : 5;
        if (random.nextInt(rarity * runs) == 0) {
          run = lose(run);
        } else {
          move(told(run), people);
        }
      }
      underWay.letAllGo();
      underWay.awaitQuiet();
      troubles.forEach(Trouble::mend);
      SagaUnderTest last = told(run);
      unsent.forEach(last::send);
      last.answerUntilItEnds(() -> decide(last));
      underWay.awaitAll();
    } catch (ConditionTimeoutException e) {
      underWay.tell("not over, see " + temporal.keepHistory(sagaId));
    }
    return new Played(sagaId, story, account, harmless, underWay.toString());
  }

  private WorkflowStub begin() {
    return begin(harmless ? faults.harmless() : faults.any(), null);
  }

  private WorkflowStub begin(List<Trouble> more, @Nullable Repair repair) {
    runs++;
    troubles.addAll(more);
    underWay.begins(more);
    temporal.faults.plan(sagaId, more);
    return temporal.begin(
        saga,
        key,
        new AccountTransfer(
            key, account, new AccountId("nobody-" + key), story.enough(), "at random"),
        repair);
  }

  private SagaUnderTest told(WorkflowStub run) {
    Map<String, Map<String, Object>> events = new HashMap<>();
    story.events().forEach(type -> events.put(type, MoneyStory.byHand()));
    return new SagaUnderTest(sagaId, run, temporal.participants, events);
  }

  /** One that has ended may be begun anew as well, where nobody knows of its end any more. */
  private WorkflowStub lose(WorkflowStub run) {
    try {
      run.terminate("it was lost");
    } catch (WorkflowNotFoundException ended) {
      underWay.tell("ended");
    } catch (WorkflowException busy) {
      return run;
    }
    OptionalLong firstTask =
        random.nextInt(6) == 0 ? temporal.firstTask(sagaId) : OptionalLong.empty();
    if (firstTask.isPresent()) {
      runs++;
      underWay.tell("reset");
      underWay.begins(List.of());
      return temporal.reset(sagaId, firstTask.getAsLong());
    }
    if (!harmless && random.nextInt(8) == 0) {
      underWay.tell("to be undone");
      return begin(List.of(), new Repair(Repair.Kind.UNDO, "nobody wants it any more"));
    }
    return random.nextBoolean() && !underWay.isOver() ? begin() : begin(List.of(), null);
  }

  /** A run answers people only between its tasks, and so not as long as what is quick is held. */
  private void move(SagaUnderTest told, ExecutorService people) {
    int what = random.nextInt(44);
    if (what < 8) {
      people.execute(() -> decide(told));
    } else if (what == 8 && !harmless) {
      underWay.tell("called off");
      people.execute(() -> callOff(told));
    } else if (what == 9) {
      troubles.stream().skip(random.nextInt(3)).findFirst().ifPresent(Trouble::letGo);
    } else if (what >= 40 && !unsent.isEmpty()) {
      String event = unsent.remove(random.nextInt(unsent.size()));
      underWay.tell(event + " comes");
      told.send(event);
    } else {
      underWay.letOneGo();
    }
  }

  private static void callOff(SagaUnderTest told) {
    try {
      told.callOff();
    } catch (WorkflowServiceException busy) {
      // A run that is told of nothing while its tasks are lost is called off another time.
    }
  }

  private void decide(SagaUnderTest told) {
    DecisionKind kind =
        switch (random.nextInt(harmless ? 4 : 5)) {
          case 0, 1 -> DecisionKind.RETRY;
          case 2, 3 -> DecisionKind.RESOLVE;
          default -> DecisionKind.SKIP;
        };
    told.answerAll(kind, MoneyStory.byHand());
  }
}
