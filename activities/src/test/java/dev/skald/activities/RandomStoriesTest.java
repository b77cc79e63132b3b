package dev.skald.activities;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skald.activities.RandomPlay.Played;
import dev.skald.domain.Money;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.SagaCompensated;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.domain.sagas.SagaEvent.SagaRolledBack;
import dev.skald.domain.sagas.SagaEvent.StepCompleted;
import dev.skald.domain.sagas.SagaEvent.StepSettled;
import dev.skald.domain.sagas.SagaEvent.UndoCompleted;
import dev.skald.domain.sagas.SagaEvent.UndoFailed;
import dev.skald.domain.sagas.SagaEvent.UndoSettled;
import dev.skald.stack.testing.TestServers;
import dev.skald.workflows.engine.StepRefusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Stories that nobody has thought of, with faults thrown in: steps that fail, tasks that are lost,
 * runs that are lost and begun anew while what they had begun is still under way.
 */
class RandomStoriesTest {

  private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("skald.soak", 1));
  private static final long SEED = Long.getLong("skald.seed", System.nanoTime());
  private static final int CALLERS = Integer.getInteger("skald.callers", 12);

  private static final int STORIES = 30;

  private final long end = System.nanoTime() + LENGTH.toNanos();
  private final List<RandomStory> stories = stories();
  private final List<MoneyStory> sagas =
      IntStream.range(0, STORIES).mapToObj(i -> stories.get(i).named("story-" + i)).toList();

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
      List<Played> played =
          Callers.atOnce(CALLERS, caller -> callWhileThereIsTime(temporal, caller));

      Map<String, SagaRecord> records = SagaRecord.all(temporal.participants);
      Settings settings = new Settings(temporal.participants);
      System.out.printf(
          "RandomStoriesTest played %d sagas: %d were done, %d went another way, %d were lost%n",
          played.size(),
          count(records, SagaCompleted.class),
          count(records, SagaRolledBack.class),
          played.stream().filter(one -> one.thrown().contains("run 2")).count());
      assertThat(
              played.stream()
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

  private static Optional<String> wrongIn(Played one, SagaRecord saga, Settings settings) {
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

  private static void check(Played one, SagaRecord saga, Money left) {
    assertThat(saga.ending()).isIn(SagaCompleted.class, SagaCompensated.class);
    saga.checkOnce();
    checkOrder(one.story().scenes(), saga);
    assertThat(left).isEqualTo(one.story().leftBy(Set.copyOf(saga.standing())));
    Set<String> done = new HashSet<>(saga.standingOrByHand());
    if (saga.ending() == SagaCompleted.class) {
      assertThat(one.story().scenes().isTold(done)).as("%s is all of a story", done).isTrue();
    } else {
      one.story().events().forEach(done::remove);
      assertThat(done).isEmpty();
      assertThat(saga.of(SagaCompensated.class))
          .allMatch(why -> !one.harmless() || why.code().equals("deadline-passed"))
          .noneMatch(why -> why.code().equals(StepRefusal.UNDONE));
    }
  }

  /** Each step was done when all before it was, and undone when nothing after it was any more. */
  private static void checkOrder(ToldScene story, SagaRecord saga) {
    // A step stands in it once for each round.
    List<String> done = new ArrayList<>();
    boolean leftToPeople = false;
    for (SagaEvent entry : saga.entries()) {
      switch (entry) {
        case StepCompleted(String step, _, _, _, _, _) -> {
          assertThat(story.mayBeDone(step, Set.copyOf(done)))
              .as("%s may follow %s", step, done)
              .isTrue();
          done.add(step);
        }
        case StepSettled by when by.decision().equals("RESOLVE") -> done.add(by.step());
        case UndoSettled by when by.decision().equals("RESOLVE") -> done.remove(by.step());
        case UndoCompleted(String step, _, boolean changed, _) when changed -> {
          done.remove(step);
          assertThat(
                  leftToPeople || done.contains(step) || story.mayBeUndone(step, Set.copyOf(done)))
              .as("%s may be undone before %s", step, done)
              .isTrue();
        }
        case UndoFailed _ -> leftToPeople = true;
        default -> {}
      }
    }
  }

  private List<Played> callWhileThereIsTime(TestTemporal temporal, int caller)
      throws InterruptedException {
    Random random = new Random(SEED + caller);
    List<Played> played = new ArrayList<>();
    do {
      String key =
          "%s-%d-%d".formatted(Long.toString(SEED, Character.MAX_RADIX), caller, played.size());
      int which = random.nextInt(STORIES);
      played.add(
          new RandomPlay(temporal, stories.get(which), sagas.get(which), key, random).play());
    } while (System.nanoTime() < end);
    return played;
  }
}
