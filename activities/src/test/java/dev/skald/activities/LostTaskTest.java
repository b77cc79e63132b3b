package dev.skald.activities;

import static dev.skald.activities.MoneyStory.LITTLE;
import static dev.skald.activities.MoneyStory.TOO_MUCH;
import static dev.skald.activities.MoneyStory.takes;
import static dev.skald.activities.MoneyStory.takesForGood;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.activities.MoneyStory.Takes;
import dev.skald.domain.Money;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.domain.sagas.SagaEvent.SagaRolledBack;
import dev.skald.domain.sagas.SagaEvent.StepCompleted;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.SagaRun.Branch;
import dev.skald.workflows.engine.SagaRun.Join;
import dev.skald.workflows.steps.AccountSteps.Balance;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A workflow task or an answer is lost with its worker, and what was asked then comes late. */
class LostTaskTest {

  private static final Takes BEFORE = takes("before");
  private static final Takes BESIDE = takes("beside");
  private static final Takes ON_THE_WAY = takes("on-the-way");
  private static final Takes REFUSED = takes("refused");
  private static final Takes OTHERWISE = takes("otherwise");
  private static final Takes FOR_GOOD = takesForGood("for-good");
  private static final Takes LAST = takes("last");

  @Test
  void a_step_beside_a_way_that_was_given_up_is_done_once_though_its_branch_comes_later_then()
      throws Exception {
    MoneyStory story = branchAndWay();
    String sagaId = TestTemporal.sagaId(story, "lost");
    Participants participants = Participants.inTemporal(Participants.newDatabase());
    try (TestTemporal temporal = new TestTemporal(participants, story)) {
      Setting setting =
          new Settings(participants).of(Sagas.find("account-transfer").orElseThrow(), "lost");
      Trouble beside = Trouble.at("beside", Fault.WORKER_KILLED_DURING, 1);
      Trouble way = Trouble.at("on-the-way", Fault.WORKER_KILLED_DURING, 1);
      temporal.faults.plan(sagaId, List.of(beside, way));
      WorkflowStub run = temporal.begin(story, "lost", setting.request());
      beside.awaitReached();
      way.letGo();
      awaitEvent(participants, sagaId, SagaRolledBack.class::isInstance);
      temporal.replaceWorker();
      Trouble before = Trouble.at("before", Fault.CALLED_OFF_DURING, 1);
      temporal.faults.plan(sagaId, List.of(before));
      before.awaitReached();

      beside.letGo();
      awaitEvent(participants, sagaId, isDone("beside"));
      before.letGo();

      TestTemporal.awaitEnd(run, ofSeconds(20));
      assertThat(events(participants, sagaId).filter(isDone("beside"))).hasSize(1);
      assertThat(events(participants, sagaId)).last().isInstanceOf(SagaCompleted.class);
    }
  }

  /** The branch was done before, and is later than the way beside it then. */
  @Test
  void what_a_lost_run_did_beside_a_way_stays_when_the_next_run_gives_that_up() throws Exception {
    MoneyStory story = branchAndWay();
    String sagaId = TestTemporal.sagaId(story, "lost");
    Participants participants = Participants.inTemporal(Participants.newDatabase());
    try (TestTemporal temporal = new TestTemporal(participants, story)) {
      Setting setting =
          new Settings(participants).of(Sagas.find("account-transfer").orElseThrow(), "lost");
      Trouble before = Trouble.at("before", Fault.CALLED_OFF_DURING, 1);
      Trouble way = Trouble.at("on-the-way", Fault.CALLED_OFF_DURING, 1);
      temporal.faults.plan(sagaId, List.of(way));
      WorkflowStub first = temporal.begin(story, "lost", setting.request());
      awaitEvent(participants, sagaId, isDone("beside"));
      first.terminate("it was lost");
      temporal.faults.plan(sagaId, List.of(before));
      WorkflowStub second = temporal.begin(story, "lost", setting.request());
      awaitEvent(participants, sagaId, SagaRolledBack.class::isInstance);

      before.letGo();

      TestTemporal.awaitEnd(second, ofSeconds(20));
      assertThat(events(participants, sagaId).filter(isDone("beside"))).hasSize(1);
      assertThat(setting.world()).containsEntry("source", Money.of("97.00", "EUR"));
      way.letGo();
    }
  }

  /** It was done after another way within was given up, under a later command. */
  @Test
  void what_a_lost_run_did_on_a_way_is_undone_when_the_next_run_gives_that_up() throws Exception {
    givesUpWhatALostRunWasAt(Fault.CALLED_OFF_DURING);
  }

  /** That it was tried stands nowhere. */
  @Test
  void what_a_lost_run_tries_on_a_way_comes_to_nothing_when_the_next_run_has_given_that_up()
      throws Exception {
    givesUpWhatALostRunWasAt(Fault.WORKER_KILLED_DURING);
  }

  private static void givesUpWhatALostRunWasAt(Fault fault) throws Exception {
    MoneyStory story =
        new MoneyStory(
            "way-in-way",
            List.of(BEFORE, REFUSED, OTHERWISE, ON_THE_WAY, LAST),
            taking ->
                taking
                    .saga()
                    .attempt(
                        "outer",
                        () -> {
                          taking.of(BEFORE, LITTLE);
                          taking
                              .saga()
                              .attempt(
                                  "inner",
                                  () -> taking.of(REFUSED, TOO_MUCH),
                                  _ -> taking.of(OTHERWISE, LITTLE));
                          return taking.of(ON_THE_WAY, LITTLE);
                        },
                        _ -> taking.of(LAST, LITTLE)));
    String sagaId = TestTemporal.sagaId(story, "lost");
    Participants participants = Participants.inTemporal(Participants.newDatabase());
    try (TestTemporal temporal = new TestTemporal(participants, story)) {
      Setting setting =
          new Settings(participants).of(Sagas.find("account-transfer").orElseThrow(), "lost");
      Trouble way = Trouble.at("on-the-way", fault, 1);
      temporal.faults.plan(sagaId, List.of(way));
      WorkflowStub first = temporal.begin(story, "lost", setting.request());
      way.awaitReached();
      first.terminate("it was lost");
      temporal.faults.plan(sagaId, List.of(Trouble.at("before", Fault.FAILS_FOR_NOW, 100)));

      WorkflowStub next = temporal.begin(story, "lost", setting.request());

      TestTemporal.awaitEnd(next, ofSeconds(20));
      way.letGo();
      await().atMost(ofSeconds(20)).until(way::isOver);
      assertThat(events(participants, sagaId)).noneMatch(isDone("on-the-way"));
      assertThat(setting.world()).containsEntry("source", Money.of("99.00", "EUR"));
    }
  }

  /** The saga had gone the other way, and what is done there counts. */
  @Test
  void
      a_way_whose_step_was_done_when_it_was_given_up_is_not_gone_by_the_run_that_follows_a_lost_one()
          throws Exception {
    MoneyStory story =
        new MoneyStory(
            "lost-run",
            List.of(FOR_GOOD, OTHERWISE, LAST),
            taking ->
                taking.of(
                    LAST,
                    taking
                        .saga()
                        .attempt(
                            "way",
                            () -> {
                              taking.of(FOR_GOOD, LITTLE);
                              return LITTLE.times(10);
                            },
                            _ -> {
                              taking.of(OTHERWISE, LITTLE);
                              return LITTLE;
                            })));
    String sagaId = TestTemporal.sagaId(story, "lost");
    Participants participants = Participants.inTemporal(Participants.newDatabase());
    try (TestTemporal temporal = new TestTemporal(participants, story)) {
      Setting setting =
          new Settings(participants).of(Sagas.find("account-transfer").orElseThrow(), "lost");
      Trouble last = Trouble.at("last", Fault.CALLED_OFF_DURING, 1);
      temporal.faults.plan(
          sagaId, List.of(Trouble.at("for-good", Fault.FAILS_AFTER_ITS_COMMIT, 100), last));
      WorkflowStub lost = temporal.begin(story, "lost", setting.request());
      last.awaitReached();
      lost.terminate("it was lost");
      temporal.faults.plan(sagaId, List.of());

      WorkflowStub next = temporal.begin(story, "lost", setting.request());

      TestTemporal.awaitEnd(next, ofSeconds(20));
      assertThat(setting.world()).containsEntry("source", Money.of("97.00", "EUR"));
      last.letGo();
    }
  }

  private static MoneyStory branchAndWay() {
    return new MoneyStory(
        "lost-task",
        List.of(BEFORE, BESIDE, ON_THE_WAY, REFUSED, OTHERWISE),
        taking -> {
          Branch<Balance> beside =
              taking
                  .saga()
                  .branch(
                      () -> {
                        taking.of(BEFORE, LITTLE);
                        return taking.of(BESIDE, LITTLE);
                      });
          taking
              .saga()
              .attempt(
                  "way",
                  () -> {
                    taking.of(ON_THE_WAY, LITTLE);
                    return taking.of(REFUSED, TOO_MUCH);
                  },
                  _ -> taking.of(OTHERWISE, LITTLE));
          taking.saga().join(Join.WAIT_FOR_ALL, beside);
        });
  }

  private static Predicate<SagaEvent> isDone(String step) {
    return event -> event instanceof StepCompleted done && done.step().equals(step);
  }

  private static void awaitEvent(
      Participants participants, String sagaId, Predicate<SagaEvent> wanted) {
    await().atMost(ofSeconds(20)).until(() -> events(participants, sagaId).anyMatch(wanted));
  }

  private static Stream<SagaEvent> events(Participants participants, String sagaId) {
    return participants.get(SagaLog.class).events(sagaId);
  }
}
