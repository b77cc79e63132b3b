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
import dev.skald.activities.MoneyStory.Taking;
import dev.skald.domain.Money;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.domain.sagas.SagaEvent.StepCompleted;
import dev.skald.domain.sagas.SagaEvent.StepStarted;
import dev.skald.domain.sagas.SagaEvent.StepTryFailed;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.accounttransfer.AccountTransfer;
import dev.skald.workflows.engine.Ledger;
import dev.skald.workflows.engine.Ledger.StepStatus;
import dev.skald.workflows.engine.SagaFailure;
import dev.skald.workflows.engine.SagaJournal;
import dev.skald.workflows.engine.SagaJournal.Entry;
import dev.skald.workflows.engine.SagaJournal.OpenStep;
import dev.skald.workflows.engine.SagaJournal.Turn;
import dev.skald.workflows.engine.SagaRun.Branch;
import dev.skald.workflows.engine.SagaRun.Join;
import dev.skald.workflows.engine.SagaStart;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.steps.AccountSteps;
import dev.skald.workflows.steps.AccountSteps.Balance;
import dev.skald.workflows.steps.AccountSteps.MoveMoney;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A task that was lost gives a way up late, and takes along what a branch beside it is at by now:
 * it had not come to that itself.
 */
class TakenAlongTest {

  private static final Takes BESIDE = takes("beside");
  private static final Takes BEHIND = takes("behind");
  private static final Takes SLOW = takesSlowly("slow");
  private static final Takes ON_THE_WAY = takes("on-the-way");
  private static final Takes REFUSED = takes("refused");
  private static final Takes OTHERWISE = takes("otherwise");
  private static final Takes ON_ANOTHER_WAY = takes("on-another-way");
  private static final Takes REFUSED_TOO = takes("refused-too");
  private static final Takes OTHERWISE_TOO = takes("otherwise-too");
  private static final Takes PERHAPS = takesPerhaps("perhaps");
  private static final Takes WITH = takes("with");
  private static final Takes WITHOUT = takes("without");

  private final DataSource database = Participants.newDatabase();
  private Function<Taking, ?> branch = taking -> taking.of(BESIDE, LITTLE);

  private final MoneyStory story =
      new MoneyStory(
          "taken-along",
          List.of(
              BESIDE,
              BEHIND,
              SLOW,
              PERHAPS,
              WITH,
              WITHOUT,
              ON_THE_WAY,
              REFUSED,
              OTHERWISE,
              ON_ANOTHER_WAY,
              REFUSED_TOO,
              OTHERWISE_TOO),
          taking -> {
            Branch<?> beside = taking.saga().branch(() -> branch.apply(taking));
            givenUp(taking, "way", List.of(ON_THE_WAY, REFUSED, OTHERWISE));
            taking.saga().join(Join.WAIT_FOR_ALL, beside);
          });

  private final String sagaId = TestTemporal.sagaId(story, "late");
  private Participants participants;
  private TestTemporal temporal;
  private Setting setting;

  private static Balance givenUp(Taking taking, String way, List<Takes> steps) {
    return taking
        .saga()
        .attempt(
            way,
            () -> {
              taking.of(steps.getFirst(), LITTLE);
              return taking.of(steps.get(1), TOO_MUCH);
            },
            _ -> taking.of(steps.getLast(), LITTLE));
  }

  @BeforeEach
  void start() {
    participants = Participants.inTemporal(database);
    temporal = new TestTemporal(participants, story);
    setting = new Settings(participants).of(Sagas.find("account-transfer").orElseThrow(), "late");
  }

  @AfterEach
  void stop() {
    temporal.close();
  }

  @Test
  void what_the_lost_task_undid_is_done_again() throws Exception {
    Trouble way = Trouble.at("on-the-way", Fault.CALLED_OFF_DURING, 1);
    temporal.faults.plan(sagaId, List.of(way));
    WorkflowStub run = begin();
    awaitStatus(run, "beside", StepStatus.COMPLETED);

    giveUp("way", "beside", "on-the-way", "refused", "otherwise");
    undo("beside");
    way.letGo();

    completes(run, "98.00");
  }

  /** It was done, and undone as something that nobody waits for. */
  @Test
  void what_was_done_and_has_yet_to_answer_is_done_again() throws Exception {
    isDoneAgain(Trouble.at("beside", Fault.CALLED_OFF_AFTER_ITS_COMMIT, 1));
  }

  /** It had gone on with an answer that did not count any more. */
  @Test
  void nothing_behind_it_is_done_before_it_is_done_again() throws Exception {
    branch =
        taking -> {
          taking.of(BESIDE, LITTLE);
          return taking.of(BEHIND, LITTLE);
        };
    Trouble way = Trouble.at("on-the-way", Fault.CALLED_OFF_DURING, 1);
    Trouble beside = Trouble.at("beside", Fault.CALLED_OFF_AFTER_ITS_COMMIT, 1);
    temporal.faults.plan(sagaId, List.of(way, beside));
    WorkflowStub run = begin();
    beside.awaitReached();

    giveUp("way", "beside", "behind", "on-the-way", "refused", "otherwise");
    way.letGo();
    awaitStatus(run, "on-the-way", StepStatus.FAILED);
    beside.letGo();

    completes(run, "97.00");
    assertThat(events())
        .filteredOn(StepCompleted.class::isInstance)
        .extracting(done -> ((StepCompleted) done).step())
        .filteredOn(step -> step.startsWith("be"))
        .containsExactly("beside", "beside", "behind");
  }

  @Test
  void a_slow_step_that_is_under_way_goes_on_under_its_next_command() throws Exception {
    branch = taking -> taking.of(SLOW, LITTLE);
    isDoneAgain(Trouble.at("slow", Fault.CALLED_OFF_DURING, 1));
  }

  /** A step beside the way that is under way when that is given up late. */
  private void isDoneAgain(Trouble beside) throws Exception {
    Trouble way = Trouble.at("on-the-way", Fault.CALLED_OFF_DURING, 1);
    temporal.faults.plan(sagaId, List.of(way, beside));
    WorkflowStub run = begin();
    beside.awaitReached();

    giveUp("way", beside.step, "on-the-way", "refused", "otherwise");
    way.letGo();
    awaitStatus(run, "on-the-way", StepStatus.FAILED);
    beside.letGo();

    completes(run, "98.00");
  }

  /** Neither lost task had come to what stood beside its way. */
  @Test
  void what_went_with_two_ways_at_once_is_done_again_once() throws Exception {
    branch =
        taking -> {
          Branch<Balance> beside = taking.saga().branch(() -> taking.of(BESIDE, LITTLE));
          givenUp(taking, "another-way", List.of(ON_ANOTHER_WAY, REFUSED_TOO, OTHERWISE_TOO));
          taking.saga().join(Join.WAIT_FOR_ALL, beside);
          return beside.answer();
        };
    Trouble way = Trouble.at("on-the-way", Fault.CALLED_OFF_DURING, 1);
    Trouble anotherWay = Trouble.at("on-another-way", Fault.CALLED_OFF_DURING, 1);
    temporal.faults.plan(sagaId, List.of(way, anotherWay));
    WorkflowStub run = begin();
    awaitStatus(run, "beside", StepStatus.COMPLETED);

    giveUp("way", "beside", "on-the-way", "refused", "otherwise", "refused-too", "otherwise-too");
    giveUp("another-way", "beside", "on-another-way", "refused-too", "otherwise-too", "otherwise");
    undo("beside");
    anotherWay.letGo();
    awaitStatus(run, "on-another-way", StepStatus.FAILED);
    way.letGo();

    completes(run, "97.00");
  }

  /** The run that is told once more would take other steps beside those that were taken without. */
  @ParameterizedTest
  @EnumSource(names = {"FAILS_FOR_NOW", "REFUSED"})
  void a_story_that_went_on_without_an_optional_step_does_so_again(Fault fault) throws Exception {
    branch = taking -> taking.of(taking.perhapsOf(PERHAPS, LITTLE) ? WITH : WITHOUT, LITTLE);
    Trouble way = Trouble.at("on-the-way", Fault.CALLED_OFF_DURING, 1);
    Trouble without = Trouble.at("without", Fault.CALLED_OFF_DURING, 1);
    temporal.faults.plan(sagaId, List.of(way, without, Trouble.at("perhaps", fault, 1000)));
    WorkflowStub run = begin();
    without.awaitReached();
    giveUp("way", "perhaps", "with", "without", "on-the-way", "refused", "otherwise");
    without.letGo();
    way.letGo();
    completes(run, "98.00");
    temporal.faults.plan(sagaId, List.of());
    List<SagaEvent> told = events();

    completes(begin(), "98.00");

    assertThat(events()).isEqualTo(told);
  }

  private WorkflowStub begin() {
    return temporal.begin(story, "late", setting.request());
  }

  private static void awaitStatus(WorkflowStub run, String step, StepStatus wanted) {
    await()
        .atMost(ofSeconds(20))
        .until(
            () ->
                Stream.of(run.query("ledger", Ledger.Line[].class))
                    .anyMatch(line -> line.step().equals(step) && line.status() == wanted));
  }

  /** What the worker of the lost task does. */
  private void giveUp(String way, String... open) {
    participants
        .get(SagaJournal.class)
        .turn(
            new Entry(
                sagaId,
                story.name(),
                sagaId + "/turned/" + way,
                new SagaStart("late", "hash", Participants.ORIGIN, null, null, null)),
            new Turn(
                way,
                new SagaFailure("on-the-way", "Mishap", "not now"),
                List.of(),
                Stream.of(open).map(step -> new OpenStep(step, 1)).toList(),
                null,
                List.of(),
                List.of()));
  }

  /** The same, which needs a try of its own. */
  private void undo(String step) {
    try (Participants lost = Participants.on(database)) {
      lost.get(AccountSteps.class)
          .creditBack(
              new StepCall(sagaId, story.name(), step, 1, 0, null, Participants.ORIGIN, null),
              new MoveMoney(
                  ((AccountTransfer) setting.request()).sourceAccountId(), LITTLE, "late"));
    }
  }

  private void completes(WorkflowStub run, String left) throws Exception {
    TestTemporal.awaitEnd(run, ofSeconds(20));
    assertThat(events()).last().isInstanceOf(SagaCompleted.class);
    assertThat(setting.world()).containsEntry("source", Money.of(left, "EUR"));
  }

  /** That something was tried once more is no difference. */
  private List<SagaEvent> events() {
    return participants
        .get(SagaLog.class)
        .events(sagaId)
        .filter(event -> !(event instanceof StepStarted || event instanceof StepTryFailed))
        .toList();
  }
}
