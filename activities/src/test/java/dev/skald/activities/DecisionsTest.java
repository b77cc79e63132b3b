package dev.skald.activities;

import static dev.skald.activities.TestLog.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.domain.sagas.SagaEvent.StepCompleted;
import dev.skald.domain.sagas.SagaEvent.StepRefused;
import dev.skald.domain.sagas.SagaEvent.StepSettled;
import dev.skald.eventstore.CommandClosed;
import dev.skald.eventstore.CommandIdReused;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.Decision;
import dev.skald.workflows.engine.DecisionKind;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaFailure;
import dev.skald.workflows.engine.SagaJournal;
import dev.skald.workflows.engine.SagaJournal.Entry;
import dev.skald.workflows.engine.SagaJournal.OpenStep;
import dev.skald.workflows.engine.SagaJournal.RecordedAnswer;
import dev.skald.workflows.engine.SagaJournal.Settled;
import dev.skald.workflows.engine.SagaJournal.SettledUndo;
import dev.skald.workflows.engine.SagaJournal.Standing;
import dev.skald.workflows.engine.SagaJournal.StandingStep;
import dev.skald.workflows.engine.SagaJournal.Turn;
import dev.skald.workflows.engine.SagaStart;
import dev.skald.workflows.engine.StepCall;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What operators decided holds, also for a run that goes on for a lost one. */
class DecisionsTest {

  private static final Saga<?> TRANSFER = Sagas.find("account-transfer").orElseThrow();
  private static final SagaStart START = new SagaStart("k", "hash", ORIGIN, null, null, null);
  private static final SagaFailure NO = new SagaFailure("three", "refused", "not today");

  private static TestLog log;
  private static SagaLog sagas;
  private static SagaJournal journal;

  private final String saga = "plain-" + UUID.randomUUID();
  private final StepCall call = TestLog.call(saga, "three");

  @BeforeAll
  static void start() {
    log = new TestLog();
    sagas = new SagaLog(log.store(), log.types());
    journal =
        new SagaJournalEntries(
            sagas, new StepMetrics(new SimpleMeterRegistry(), Sagas.ALL), new EndsHere());
  }

  @AfterAll
  static void stop() {
    log.close();
  }

  @Test
  void a_forward_step_that_was_refused_is_resolved_and_the_saga_ends_well() throws Exception {
    Participants participants = Participants.inTemporal(Participants.newDatabase());
    try (TestTemporal temporal = new TestTemporal(participants, TRANSFER)) {
      String sagaId = TestTemporal.sagaId(TRANSFER, "resolved");
      Setting setting = new Settings(participants).of(TRANSFER, "resolved");
      temporal.faults.plan(sagaId, List.of(Trouble.at("record-transfer", Fault.REFUSED, 1)));
      WorkflowStub run = temporal.begin(TRANSFER, "resolved", setting.request());

      new SagaUnderTest(sagaId, run, participants)
          .resolve("record-transfer", Map.of("transferId", "by-hand"));
      TestTemporal.awaitEnd(run);

      List<SagaEvent> events = participants.get(SagaLog.class).events(sagaId).toList();
      assertThat(events).last().isInstanceOf(SagaCompleted.class);
      assertThat(events)
          .filteredOn(StepSettled.class::isInstance)
          .extracting(event -> ((StepSettled) event).decision())
          .containsExactly("RESOLVE");
    }
  }

  @Test
  void what_was_settled_by_hand_stays_as_it_was_settled_first() {
    refused();

    RecordedAnswer first = settle(DecisionKind.RESOLVE, Map.of("text", "first"));
    RecordedAnswer second = settle(DecisionKind.RESOLVE, Map.of("text", "second"));

    assertThat(first.answer()).isEqualTo(Map.of("text", "first"));
    assertThat(second).isEqualTo(first);
    assertThat(asked()).isEqualTo(new Settled(DecisionKind.RESOLVE, "because", first.answer()));
    assertThat(log.typesOf("saga-" + saga)).containsExactly("StepRefused", "StepSettled");
  }

  @Test
  void a_run_that_goes_on_is_told_that_a_refused_step_was_to_be_tried_again() {
    refused();
    assertThat(asked()).isNull();

    journal.retryDecided(entry("/three/1/retried-a-1"), call, decision(Map.of()));

    assertThat(asked()).extracting(Settled::kind).isEqualTo(DecisionKind.RETRY);
    assertThat(log.typesOf("saga-" + saga))
        .containsExactly("StepRefused", "OperatorAsked", "StepSettled");
  }

  @Test
  void what_was_decided_before_a_step_was_refused_says_nothing_about_the_refusal() {
    journal.retryDecided(entry("/three/1/retried-a-1"), call, decision(Map.of()));
    refused();

    assertThat(asked()).isNull();
  }

  @Test
  void a_step_that_only_failed_is_asked_about_in_every_run() {
    journal.retryDecided(entry("/three/1/retried-a-1"), call, decision(Map.of()));

    assertThat(asked()).isNull();
  }

  @Test
  void an_event_that_was_settled_by_hand_is_not_waited_for_again() {
    settle(DecisionKind.RESOLVE, Map.of("text", "by hand"));

    RecordedAnswer answer = journal.takeEvent(entry("/three/1/awaited-b-1"), call, "came", null);

    assertThat(answer.answer()).isEqualTo(Map.of("text", "by hand"));
    assertThat(log.typesOf("saga-" + saga)).containsExactly("StepSettled");
  }

  @Test
  void an_event_of_a_step_that_was_turned_back_is_refused() {
    journal.turn(
        entry("/turned"),
        Turn.ofAll(NO, List.of(), List.of(new OpenStep("three", 1)), null, List.of()));

    assertThatThrownBy(() -> journal.takeEvent(entry("/three/1/awaited-b-1"), call, "came", null))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            refused -> assertThat(refused.getType()).isEqualTo("step-undone"));
  }

  @Test
  void an_event_that_had_come_to_a_step_that_was_turned_back_is_refused() {
    done("three");
    journal.turn(
        entry("/turned"),
        Turn.ofAll(NO, List.of(), List.of(new OpenStep("three", 1)), null, List.of()));

    assertThatThrownBy(() -> journal.takeEvent(entry("/three/1/awaited-b-1"), call, "came", null))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            refused -> assertThat(refused.getType()).isEqualTo("step-undone"));
  }

  @Test
  void what_people_say_of_a_step_that_was_done_and_turned_back_is_refused() {
    done("three");
    journal.turn(
        entry("/turned"),
        Turn.ofAll(NO, List.of(), List.of(new OpenStep("three", 1)), null, List.of()));

    assertThatThrownBy(() -> settle(DecisionKind.RESOLVE, Map.of("text", "by hand")))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            refused -> assertThat(refused.getType()).isEqualTo("step-undone"));
  }

  @Test
  void a_step_that_has_happened_after_all_has_not_failed_for_good() {
    done("three");

    RecordedAnswer answer = failedForGood();

    assertThat(answer).extracting(RecordedAnswer::answer).isEqualTo(Map.of("text", "done"));
    assertThat(failedForGood()).isEqualTo(answer);
    assertThat(log.typesOf("saga-" + saga)).containsExactly("StepCompleted");
  }

  @Test
  void a_step_that_was_refused_meanwhile_has_no_answer() {
    refused();

    assertThat(failedForGood()).isNull();
  }

  @Test
  void a_step_has_failed_for_good_though_it_had_been_called_off_before() {
    journal.stepFailed(
        entry("/three/1/failed"), call, new SagaFailure("three", "called-off", "the end"), null);

    assertThat(failedForGood()).isNull();

    assertThatThrownBy(() -> done("three")).isInstanceOf(CommandClosed.class);
  }

  /** The story goes on without it, and so it does when it is told again. */
  @Test
  void a_step_that_was_done_and_went_with_a_way_has_failed_for_good() {
    StepCall onTheWay =
        new StepCall(saga, "test", "three", 1, 0, null, ORIGIN, null, List.of("way"));
    sagas.recordOnItsWays(
        onTheWay,
        call.commandId(),
        ORIGIN,
        new StepCompleted("three", 1, Map.of(), 1, null, Map.of()));
    journal.turn(entry("/turned/way"), Turn.of("way", NO, List.of(), List.of()));

    assertThat(failedForGood()).isNull();

    assertThat(sagas.undone(call))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            refused -> assertThat(refused.getType()).isEqualTo("step-failed"));
  }

  private @Nullable RecordedAnswer failedForGood() {
    return journal.stepFailed(entry("/three/1/failed"), call, NO, true);
  }

  @Test
  void a_saga_that_turns_is_told_which_undos_people_settled() {
    List.of("one", "two", "four").forEach(this::done);
    undoSettled("one", DecisionKind.SKIP);
    undoSettled("two", DecisionKind.RESOLVE);
    undoSettled("four", DecisionKind.RETRY);

    Standing standing =
        journal.turn(entry("/turned"), Turn.ofAll(NO, List.of(), List.of(), null, List.of()));

    assertThat(standing.settled())
        .containsExactly(new SettledUndo("one", 1, true), new SettledUndo("two", 1, false));
    assertThat(standing.steps()).extracting(StandingStep::step).containsExactly("four");
  }

  private void done(String step) {
    sagas.record(
        saga,
        saga + "/" + step + "/1",
        ORIGIN,
        new StepCompleted(step, 1, Map.of("text", "done"), 1, null, Map.of()));
  }

  private void undoSettled(String step, DecisionKind kind) {
    journal.undoSettled(
        entry("/" + step + "/1/undo/settled-a-1"),
        TestLog.call(saga, step),
        kind,
        decision(Map.of()));
  }

  @Test
  void what_has_happened_outweighs_what_is_said_by_hand() {
    done("three");

    assertThat(settle(DecisionKind.RESOLVE, Map.of("text", "by hand")))
        .isEqualTo(new RecordedAnswer(call.commandId(), Map.of("text", "done"), 1, true));
  }

  @RepeatedTest(20)
  void what_people_say_counts_where_the_step_is_refused_at_the_same_time() throws Exception {
    List<Object> outcomes =
        TestLog.together(
            List.of(
                () -> settle(DecisionKind.RESOLVE, Map.of("text", "by hand")).answer(),
                this::refusedOrLate));

    assertThat(outcomes.getFirst()).isEqualTo(Map.of("text", "by hand"));
  }

  private boolean refusedOrLate() {
    try {
      refused();
      return true;
    } catch (CommandIdReused settledBefore) {
      return false;
    }
  }

  private void refused() {
    sagas.record(
        saga,
        call.commandId(),
        ORIGIN,
        new StepRefused("three", 1, NO.code(), NO.message(), 1, null));
  }

  private RecordedAnswer settle(DecisionKind kind, Map<String, Object> answer) {
    return journal.settleStep(entry("/three/1/settled"), call, kind, decision(answer));
  }

  private @Nullable Settled asked() {
    return journal.operatorAsked(entry("/three/1/asked-" + UUID.randomUUID()), call, 1, NO);
  }

  private static Decision decision(Map<String, Object> answer) {
    return new Decision(1, "because", answer, ORIGIN);
  }

  private Entry entry(String id) {
    return new Entry(saga, TRANSFER.type().name(), saga + id, START);
  }
}
