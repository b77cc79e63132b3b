package dev.skald.activities;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skald.domain.Money;
import dev.skald.domain.accounts.AccountId;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.SagaCompensated;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.domain.sagas.SagaEvent.SagaRolledBack;
import dev.skald.domain.sagas.SagaEvent.StepCompleted;
import dev.skald.domain.sagas.SagaEvent.UndoCompleted;
import dev.skald.domain.sagas.SagaEvent.UndoFailed;
import dev.skald.stack.testing.TestServers;
import dev.skald.workflows.accounttransfer.AccountTransfer;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Stories that nobody has thought of, with faults thrown in: steps that fail, tasks that are lost,
 * runs that are lost and begun anew while what they had begun is still under way.
 */
class RandomStoriesTest {

  private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("skald.soak", 3));
  private static final long SEED = Long.getLong("skald.seed", System.nanoTime());
  private static final int CALLERS = Integer.getInteger("skald.callers", 40);

  private static final int STORIES = 30;
  private static final int MOST_TURNS = 5;
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(1500);
  private static final Duration GLANCE = Duration.ofMillis(5);

  private final long end = System.nanoTime() + LENGTH.toNanos();
  private final List<RandomStory> stories = stories();
  private final List<MoneyStory> sagas =
      IntStream.range(0, STORIES).mapToObj(i -> stories.get(i).named("story-" + i)).toList();

  /**
   * A saga that was begun.
   *
   * @param harmless nothing that was thrown at it is a reason to undo it
   */
  private record Begun(
      String sagaId, RandomStory story, AccountId account, boolean harmless, String thrown) {}

  private static List<RandomStory> stories() {
    Random random = new Random(SEED);
    return Stream.generate(() -> new RandomStory(random)).limit(STORIES).toList();
  }

  @Test
  @Timeout(3600)
  void each_story_is_told_to_an_end_or_undone_whatever_is_thrown_at_it() throws Exception {
    System.out.printf(
        "RandomStoriesTest -Dskald.seed=%d -Dskald.soak=%d -Dskald.callers=%d%n",
        SEED, LENGTH.toSeconds(), CALLERS);
    Optional<String> server = TestServers.temporal();
    assumeTrue(server.isPresent(), "Temporal's server is not built here: `./skald up` makes it");
    try (TestTemporal temporal =
        TestTemporal.onServer(
            server.get(), Participants.inTemporal(Participants.newDatabase()), sagas)) {
      List<Begun> begun = Callers.atOnce(CALLERS, caller -> callWhileThereIsTime(temporal, caller));

      Map<String, SagaRecord> records = SagaRecord.all(temporal.participants);
      Settings settings = new Settings(temporal.participants);
      System.out.printf(
          "RandomStoriesTest played %d sagas: %d were done, %d went another way, %d were lost%n",
          begun.size(),
          count(records, SagaCompleted.class),
          count(records, SagaRolledBack.class),
          begun.stream().filter(one -> one.thrown().contains(", lost")).count());
      assertThat(
              begun.stream()
                  .flatMap(
                      one ->
                          wrongIn(one, Objects.requireNonNull(records.get(one.sagaId())), settings)
                              .stream()))
          .isEmpty();
    }
  }

  private static long count(Map<String, SagaRecord> records, Class<? extends SagaEvent> type) {
    return records.values().stream().filter(saga -> saga.of(type).findAny().isPresent()).count();
  }

  private static Optional<String> wrongIn(Begun one, SagaRecord saga, Settings settings) {
    try {
      check(one, saga, settings.balance(one.account()));
      return Optional.empty();
    } catch (AssertionError wrong) {
      return Optional.of(
          "%n%s: %s%n%s%n%s%n%s%n"
              .formatted(
                  one.sagaId(),
                  one.story(),
                  one.thrown(),
                  saga.entries().stream().map(Object::toString).collect(joining("\n")),
                  wrong.getMessage()));
    }
  }

  private static void check(Begun one, SagaRecord saga, Money left) {
    assertThat(saga.ending()).isIn(SagaCompleted.class, SagaCompensated.class);
    saga.checkOnce();
    checkOrder(one.story().scenes(), saga);
    Set<String> done = new HashSet<>(saga.standing());
    assertThat(left).isEqualTo(one.story().leftBy(done));
    if (saga.ending() == SagaCompleted.class) {
      assertThat(one.story().scenes().isTold(done)).as("%s is all of a story", done).isTrue();
    } else {
      assertThat(done).isEmpty();
      assertThat(saga.of(SagaCompensated.class))
          .allMatch(why -> !one.harmless() || why.code().equals("deadline-passed"));
    }
  }

  /** Each step was done when all before it was, and undone when nothing after it was any more. */
  private static void checkOrder(ToldScene story, SagaRecord saga) {
    Set<String> done = new HashSet<>();
    boolean leftToPeople = false;
    for (SagaEvent entry : saga.entries()) {
      switch (entry) {
        case StepCompleted(String step, _, _, _, _, _) -> {
          assertThat(story.mayBeDone(step, done)).as("%s may follow %s", step, done).isTrue();
          done.add(step);
        }
        case UndoCompleted(String step, _, boolean changed, _) when changed -> {
          done.remove(step);
          assertThat(leftToPeople || story.mayBeUndone(step, done))
              .as("%s may be undone before %s", step, done)
              .isTrue();
        }
        case UndoFailed _ -> leftToPeople = true;
        default -> {}
      }
    }
  }

  private List<Begun> callWhileThereIsTime(TestTemporal temporal, int caller) {
    Random random = new Random(SEED + caller);
    List<Begun> begun = new ArrayList<>();
    do {
      String key =
          "%s-%d-%d".formatted(Long.toString(SEED, Character.MAX_RADIX), caller, begun.size());
      begun.add(call(temporal, key, random));
    } while (System.nanoTime() < end);
    return begun;
  }

  private Begun call(TestTemporal temporal, String key, Random random) {
    int which = random.nextInt(STORIES);
    RandomStory story = stories.get(which);
    MoneyStory saga = sagas.get(which);
    String sagaId = TestTemporal.sagaId(saga, key);
    AccountId account = new AccountId("account-" + key);
    new Settings(temporal.participants).open(account, story.enough());
    AccountTransfer request =
        new AccountTransfer(
            key, account, new AccountId("nobody-" + key), story.enough(), "at random");
    RandomTroubles faults = new RandomTroubles(story, random);
    boolean harmless = random.nextInt(4) == 0;
    List<Trouble> troubles = harmless ? faults.harmless() : faults.any();
    StringBuilder thrown = new StringBuilder(troubles.toString());
    temporal.faults.plan(sagaId, troubles);
    WorkflowStub run = temporal.begin(saga, key, request);
    for (int turns = random.nextInt(MOST_TURNS + 1); turns > 0; turns--) {
      pause(troubles, random);
      switch (random.nextInt(harmless ? 9 : 10)) {
        case 0, 1, 2, 3 -> {
          if (isLost(run)) {
            List<Trouble> more = harmless ? faults.harmless() : faults.any();
            more.addFirst(faults.thatHolds());
            thrown.append(", lost").append(more);
            temporal.faults.plan(sagaId, more);
            troubles.addAll(more);
            run = temporal.begin(saga, key, request);
          }
        }
        case 4, 5, 6 ->
            troubles.stream()
                .filter(Trouble::isHeld)
                .skip(random.nextInt(2))
                .findFirst()
                .ifPresent(
                    held -> {
                      held.letGo();
                      thrown.append(", let go of ").append(held.step);
                    });
        case 7, 8 -> {}
        default -> {
          thrown.append(", called off");
          new SagaUnderTest(sagaId, run, temporal.participants).callOff();
        }
      }
    }
    thrown.append(", let go");
    troubles.forEach(Trouble::letGo);
    try {
      new SagaUnderTest(sagaId, run, temporal.participants).retryUntilItEnds();
    } catch (ConditionTimeoutException e) {
      thrown.append(", not over: ").append(temporal.told(sagaId));
    }
    return new Begun(sagaId, story, account, harmless, thrown.toString());
  }

  /** Until something is under way and does not get on, or for as long as it happens to be. */
  private static void pause(List<Trouble> troubles, Random random) {
    boolean forHeld = random.nextBoolean();
    long until = System.nanoTime() + random.nextLong(LONGEST_PAUSE.toNanos());
    while (System.nanoTime() < until && !(forHeld && troubles.stream().anyMatch(Trouble::isHeld))) {
      LockSupport.parkNanos(GLANCE.toNanos());
    }
  }

  private static boolean isLost(WorkflowStub run) {
    try {
      run.terminate("it was lost");
      return true;
    } catch (WorkflowException endedOrBusy) {
      return false;
    }
  }
}
