package dev.skald.activities;

import static dev.skald.activities.MoneyStory.LITTLE;
import static dev.skald.activities.MoneyStory.TOO_MUCH;
import static dev.skald.activities.MoneyStory.takes;
import static dev.skald.activities.MoneyStory.takesSlowly;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.activities.MoneyStory.Takes;
import dev.skald.activities.MoneyStory.Taking;
import dev.skald.domain.Money;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.domain.sagas.SagaEvent.UndoCompleted;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.Ledger;
import dev.skald.workflows.engine.Ledger.StepStatus;
import dev.skald.workflows.engine.SagaFailure;
import dev.skald.workflows.engine.SagaJournal;
import dev.skald.workflows.engine.SagaJournal.Entry;
import dev.skald.workflows.engine.SagaJournal.Turn;
import dev.skald.workflows.engine.SagaRun.Branch;
import dev.skald.workflows.engine.SagaRun.Join;
import dev.skald.workflows.engine.SagaStart;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A task that was lost gives a way up late. What is done beside it by now has no part in that. */
class BesideAWayTest {

  private static final Takes BESIDE = takes("beside");
  private static final Takes SLOW = takesSlowly("slow");
  private static final Takes ON_THE_WAY = takes("on-the-way");
  private static final Takes REFUSED = takes("refused");
  private static final Takes OTHERWISE = takes("otherwise");
  private final DataSource database = Participants.newDatabase();
  private Function<Taking, ?> branch = taking -> taking.of(BESIDE, LITTLE);

  private final MoneyStory story =
      new MoneyStory(
          "beside-a-way",
          List.of(BESIDE, SLOW, ON_THE_WAY, REFUSED, OTHERWISE),
          taking -> {
            Branch<?> beside = taking.saga().branch(() -> branch.apply(taking));
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

  private final Trouble way = Trouble.at("on-the-way", Fault.CALLED_OFF_DURING, 1);
  private final String sagaId = TestTemporal.sagaId(story, "late");
  private Participants participants;
  private TestTemporal temporal;
  private Setting setting;

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
  void what_was_done_stays() throws Exception {
    temporal.faults.plan(sagaId, List.of(way));
    WorkflowStub run = begin();
    awaitStatus(run, "beside", StepStatus.COMPLETED);

    giveUp("way");
    way.letGo();

    completes(run);
  }

  @Test
  void what_was_done_and_has_yet_to_answer_stays() throws Exception {
    staysThoughItAnswersLater(Trouble.at("beside", Fault.CALLED_OFF_AFTER_ITS_COMMIT, 1));
  }

  @Test
  void a_slow_step_that_is_under_way_goes_on() throws Exception {
    branch = taking -> taking.of(SLOW, LITTLE);
    staysThoughItAnswersLater(Trouble.at("slow", Fault.CALLED_OFF_DURING, 1));
  }

  private void staysThoughItAnswersLater(Trouble beside) throws Exception {
    temporal.faults.plan(sagaId, List.of(way, beside));
    WorkflowStub run = begin();
    beside.awaitReached();

    giveUp("way");
    way.letGo();
    awaitStatus(run, "on-the-way", StepStatus.FAILED);
    beside.letGo();

    completes(run);
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
  private void giveUp(String savepoint) {
    participants
        .get(SagaJournal.class)
        .turn(
            new Entry(
                sagaId,
                story.name(),
                sagaId + "/turned/" + savepoint,
                new SagaStart("late", "hash", Participants.ORIGIN, null, null, null)),
            Turn.of(
                savepoint,
                new SagaFailure("on-the-way", "Mishap", "not now"),
                List.of(),
                List.of()));
  }

  private void completes(WorkflowStub run) throws Exception {
    TestTemporal.awaitEnd(run, ofSeconds(20));
    assertThat(participants.get(SagaLog.class).events(sagaId))
        .last()
        .isInstanceOf(SagaCompleted.class);
    assertThat(participants.get(SagaLog.class).events(sagaId))
        .noneMatch(event -> event instanceof UndoCompleted undone && undone.changed());
    assertThat(setting.world()).containsEntry("source", Money.of("98.00", "EUR"));
  }
}
