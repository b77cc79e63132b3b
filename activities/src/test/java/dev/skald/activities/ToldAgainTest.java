package dev.skald.activities;

import static dev.skald.activities.MoneyStory.LITTLE;
import static dev.skald.activities.MoneyStory.TOO_MUCH;
import static dev.skald.activities.MoneyStory.takes;
import static dev.skald.activities.MoneyStory.takesPerhaps;
import static dev.skald.activities.MoneyStory.takesSlowly;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.activities.MoneyStory.Takes;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.SagaCompensated;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.domain.sagas.SagaEvent.SagaRolledBack;
import dev.skald.domain.sagas.SagaEvent.StepCompleted;
import dev.skald.domain.sagas.SagaEvent.StepStarted;
import dev.skald.domain.sagas.SagaEvent.StepTryFailed;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaRun.Branch;
import dev.skald.workflows.engine.SagaRun.Join;
import dev.skald.workflows.steps.AccountSteps.Balance;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A saga that went several ways is told again from its first step on, as after a lost task or run:
 * it finds the way that it went, and does and undoes nothing once more.
 */
class ToldAgainTest {

  private static final Takes FIRST = takes("first");
  private static final Takes SECOND = takes("second");
  private static final Takes THIRD = takes("third");
  private static final Takes REFUSED = takes("refused");
  private static final Takes REFUSED_TOO = takes("refused-too");
  private static final Takes LAST = takes("last");
  private static final Takes PERHAPS = takesPerhaps("perhaps");

  @Test
  void a_way_within_a_way_that_was_given_up() throws Exception {
    endsAsBefore(
        new MoneyStory(
            "within",
            List.of(FIRST, SECOND, REFUSED, REFUSED_TOO, LAST),
            taking -> {
              taking
                  .saga()
                  .attempt(
                      "outer",
                      () -> {
                        taking.of(FIRST, LITTLE);
                        taking
                            .saga()
                            .attempt(
                                "inner",
                                () -> taking.of(REFUSED, TOO_MUCH),
                                _ -> taking.of(SECOND, LITTLE));
                        return taking.of(REFUSED_TOO, TOO_MUCH);
                      },
                      _ -> taking.of(SECOND, LITTLE));
              taking.of(LAST, LITTLE);
            }));
  }

  @Test
  void a_way_gone_to_its_end_within_a_way_that_was_given_up() throws Exception {
    endsAsBefore(
        new MoneyStory(
            "to-its-end",
            List.of(FIRST, SECOND, THIRD, REFUSED, LAST),
            taking -> {
              taking
                  .saga()
                  .attempt(
                      "outer",
                      () -> {
                        taking
                            .saga()
                            .attempt(
                                "inner",
                                () -> taking.of(FIRST, LITTLE),
                                _ -> taking.of(SECOND, LITTLE));
                        return taking.of(REFUSED, TOO_MUCH);
                      },
                      _ -> taking.of(THIRD, LITTLE));
              taking.of(LAST, LITTLE);
            }));
  }

  @Test
  void a_branch_that_went_on_beside_a_way_that_was_given_up() throws Exception {
    endsAsBefore(branchAndWay("beside"));
  }

  private static MoneyStory branchAndWay(String saga) {
    return new MoneyStory(
        saga,
        Stream.concat(
                Stream.of(FIRST, SECOND, THIRD, REFUSED, LAST),
                Stream.of("a", "b", "c", "d", "e", "f", "g").map(MoneyStory::takes))
            .toList(),
        taking -> {
          Branch<Balance> beside =
              taking
                  .saga()
                  .branch(
                      () -> {
                        taking.of(FIRST, LITTLE);
                        taking.of(SECOND, LITTLE);
                        return taking.of(THIRD, LITTLE);
                      });
          taking
              .saga()
              .attempt(
                  "way",
                  () -> {
                    Stream.of("a", "b", "c", "d", "e", "f", "g")
                        .forEach(name -> taking.of(takes(name), LITTLE));
                    return taking.of(REFUSED, TOO_MUCH);
                  },
                  _ -> taking.of(LAST, LITTLE));
          taking.saga().join(Join.WAIT_FOR_ALL, beside);
        });
  }

  /** What it takes after the way has other commands than what it takes before. */
  @Test
  void a_branch_that_was_slower_than_a_way_that_was_given_up() throws Exception {
    Trouble slow = Trouble.at("first", Fault.CALLED_OFF_DURING, 1);
    endsAsBefore(
        branchAndWay("slower"),
        List.of(slow),
        told -> {
          await()
              .atMost(ofSeconds(20))
              .until(() -> told.get().stream().anyMatch(SagaRolledBack.class::isInstance));
          slow.letGo();
        });
  }

  /** The first time the one that begins slowly gives its way up first; told again, last. */
  @Test
  void two_ways_side_by_side_that_were_given_up_in_another_order() throws Exception {
    Trouble held = Trouble.at("first", Fault.CALLED_OFF_DURING, 1);
    endsAsBefore(
        twoWays(),
        List.of(held),
        told -> {
          await().atMost(ofSeconds(20)).until(() -> told.get().stream().anyMatch(isDone("third")));
          held.letGo();
        });
  }

  private static MoneyStory twoWays() {
    Takes slow = takesSlowly("slow");
    return new MoneyStory(
        "two-ways",
        List.of(slow, SECOND, REFUSED_TOO, THIRD, FIRST, REFUSED, LAST),
        taking -> {
          Branch<Balance> beside =
              taking
                  .saga()
                  .branch(
                      () -> {
                        taking.of(slow, LITTLE);
                        return taking
                            .saga()
                            .attempt(
                                "way-beside",
                                () -> {
                                  taking.of(SECOND, LITTLE);
                                  return taking.of(REFUSED_TOO, TOO_MUCH);
                                },
                                _ -> taking.of(THIRD, LITTLE));
                      });
          taking
              .saga()
              .attempt(
                  "way",
                  () -> {
                    taking.of(FIRST, LITTLE);
                    return taking.of(REFUSED, TOO_MUCH);
                  },
                  _ -> taking.of(LAST, LITTLE));
          taking.saga().join(Join.WAIT_FOR_ALL, beside);
        });
  }

  @Test
  void two_ways_side_by_side_that_were_given_up_at_once() throws Exception {
    endsAsBefore(
        new MoneyStory(
            "at-once",
            List.of(REFUSED, FIRST, REFUSED_TOO, SECOND, LAST),
            taking -> {
              Branch<Balance> beside =
                  taking
                      .saga()
                      .branch(
                          () ->
                              taking
                                  .saga()
                                  .attempt(
                                      "way-beside",
                                      () -> taking.of(REFUSED, TOO_MUCH),
                                      _ -> taking.of(FIRST, LITTLE)));
              taking
                  .saga()
                  .attempt(
                      "way",
                      () -> taking.of(REFUSED_TOO, TOO_MUCH),
                      _ -> taking.of(SECOND, LITTLE));
              taking.saga().join(Join.WAIT_FOR_ALL, beside);
              taking.of(LAST, LITTLE);
            }));
  }

  /** What was undone fails when it is told again, and no other way leads on from there. */
  @Test
  void ways_that_were_gone_to_their_ends_before_all_was_undone() throws Exception {
    endsAsBefore(
        new MoneyStory(
            "all-undone",
            List.of(FIRST, SECOND, THIRD, REFUSED),
            taking -> {
              taking
                  .saga()
                  .attempt(
                      "outer",
                      () ->
                          taking
                              .saga()
                              .attempt(
                                  "inner",
                                  () -> taking.of(FIRST, LITTLE),
                                  _ -> taking.of(SECOND, LITTLE)),
                      _ -> taking.of(THIRD, LITTLE));
              taking.of(REFUSED, TOO_MUCH);
            }));
  }

  @Test
  void a_way_that_was_given_up_for_what_an_optional_step_had_answered() throws Exception {
    endsAsBefore(
        new MoneyStory(
            "for-an-answer",
            List.of(PERHAPS, FIRST, SECOND),
            taking -> {
              boolean gone =
                  taking
                      .saga()
                      .attempt(
                          "way",
                          () -> {
                            if (taking.perhapsOf(PERHAPS, LITTLE)) {
                              throw taking.saga().refuse("no-need", "it was done");
                            }
                            return true;
                          },
                          _ -> false);
              taking.of(gone ? FIRST : SECOND, LITTLE);
            }));
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILS_FOR_NOW", "FAILS_AFTER_ITS_COMMIT"})
  void a_story_that_went_on_without_an_optional_step(Fault fault) throws Exception {
    endsAsBefore(
        new MoneyStory(
            "without",
            List.of(PERHAPS, FIRST, SECOND),
            taking -> taking.of(taking.perhapsOf(PERHAPS, LITTLE) ? FIRST : SECOND, LITTLE)),
        List.of(Trouble.at("perhaps", fault, 100)),
        _ -> {});
  }

  /** It cannot be asked for again, but stands in the log. */
  @Test
  void a_story_that_went_on_with_an_optional_step() throws Exception {
    endsAsBefore(
        new MoneyStory(
            "with",
            List.of(PERHAPS, FIRST, SECOND),
            taking -> taking.of(taking.perhapsOf(PERHAPS, LITTLE) ? FIRST : SECOND, LITTLE)),
        List.of(),
        _ -> {},
        List.of(Trouble.at("perhaps", Fault.FAILS_FOR_NOW, 100)));
  }

  private static Predicate<SagaEvent> isDone(String step) {
    return event -> event instanceof StepCompleted done && done.step().equals(step);
  }

  private static void endsAsBefore(MoneyStory story) throws Exception {
    endsAsBefore(story, List.of(), _ -> {});
  }

  private static void endsAsBefore(
      MoneyStory story, List<Trouble> troubles, Consumer<Supplier<List<SagaEvent>>> meanwhile)
      throws Exception {
    endsAsBefore(story, troubles, meanwhile, List.of());
  }

  /**
   * @param troubles of the first time
   * @param meanwhile what is done about them, told what is recorded
   * @param troublesAgain of the second time
   */
  private static void endsAsBefore(
      MoneyStory story,
      List<Trouble> troubles,
      Consumer<Supplier<List<SagaEvent>>> meanwhile,
      List<Trouble> troublesAgain)
      throws Exception {
    Participants participants = Participants.inTemporal(Participants.newDatabase());
    try (TestTemporal temporal = new TestTemporal(participants, story)) {
      Setting setting =
          new Settings(participants).of(Sagas.find("account-transfer").orElseThrow(), "again");
      String sagaId = TestTemporal.sagaId(story, "again");
      temporal.faults.plan(sagaId, troubles);
      WorkflowStub first = temporal.begin(story, "again", setting.request());
      meanwhile.accept(() -> events(participants, story));
      TestTemporal.awaitEnd(first, ofSeconds(20));
      temporal.faults.plan(sagaId, troublesAgain);
      List<SagaEvent> told = events(participants, story);
      assertThat(told).last().isInstanceOfAny(SagaCompleted.class, SagaCompensated.class);
      Map<String, Object> world = setting.world();

      WorkflowStub again = temporal.begin(story, "again", setting.request());

      TestTemporal.awaitEnd(again, ofSeconds(20));
      assertThat(events(participants, story)).isEqualTo(told);
      assertThat(setting.world()).isEqualTo(world);
    }
  }

  /** That something was tried once more is no difference. */
  private static List<SagaEvent> events(Participants participants, Saga<?> story) {
    return participants
        .get(SagaLog.class)
        .events(TestTemporal.sagaId(story, "again"))
        .filter(event -> !(event instanceof StepStarted || event instanceof StepTryFailed))
        .toList();
  }
}
