package dev.skald.activities;

import static dev.skald.activities.TestLog.ORIGIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.activities.Outcome.Done;
import dev.skald.domain.Refusal;
import dev.skald.domain.sagas.SagaEvent.StepStarted;
import dev.skald.eventstore.CommandClosed;
import dev.skald.eventstore.CommandId;
import dev.skald.eventstore.Expected;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.SagaFailure;
import dev.skald.workflows.engine.SagaJournal.Entry;
import dev.skald.workflows.engine.SagaJournal.OpenStep;
import dev.skald.workflows.engine.SagaJournal.Standing;
import dev.skald.workflows.engine.SagaJournal.StandingStep;
import dev.skald.workflows.engine.SagaJournal.Turn;
import dev.skald.workflows.engine.SagaStart;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.UndoAnswer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.failure.ApplicationFailure;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The undo of a step that calls somebody else's system. */
class UndoAnywayTest {

  private record Charge(String card) {}

  private static TestLog log;

  private final StepCall call = TestLog.call("outside-" + UUID.randomUUID(), "charge");
  private final Charge command = new Charge("4711");

  /** Charges out there, by the key that came with them. */
  private final Set<String> charged = new HashSet<>();

  private int refunds;

  @BeforeAll
  static void start() {
    log = new TestLog();
  }

  @AfterAll
  static void stop() {
    log.close();
  }

  @Test
  void what_was_done_out_there_and_recorded_here_is_undone_once() {
    begin();
    charge();

    UndoAnswer undone = refund();

    assertThat(undone.changed()).isTrue();
    assertThat(refund()).isEqualTo(undone);
    assertThat(charged).isEmpty();
    assertThat(refunds).isEqualTo(1);
  }

  @Test
  void what_was_done_out_there_is_undone_although_only_its_beginning_is_recorded() {
    begin();
    charged.add(call.commandId());

    assertThat(refund().changed()).isTrue();

    assertThat(charged).isEmpty();
    isOver();
  }

  @Test
  void also_where_the_turn_of_the_saga_closed_it_before() {
    begin();
    charged.add(call.commandId());
    log.store()
        .append(
            sagas()
                .entry(call.sagaId(), call.sagaId() + "/turned", ORIGIN)
                .closing(new CommandId(call.commandId()), false)
                .to(SagaLog.stream(call.sagaId()), Expected.any(), List.of()));

    assertThat(refund().changed()).isTrue();

    assertThat(charged).isEmpty();
  }

  @Test
  void what_never_began_calls_nobody_and_can_no_longer_begin() {
    assertThat(refund().changed()).isFalse();

    assertThat(refunds).isZero();
    assertThatThrownBy(this::begin).isInstanceOf(CommandClosed.class);
    isOver();
  }

  @Test
  void what_has_not_begun_when_the_saga_turns_can_no_longer_begin_and_call_somebody() {
    turn();

    assertThatThrownBy(this::begin).isInstanceOf(CommandClosed.class);
    assertThat(refund().changed()).isFalse();
    assertThat(refunds).isZero();
  }

  @Test
  void what_has_begun_when_the_saga_turns_is_undone() {
    begin();
    charged.add(call.commandId());

    assertThat(turn().steps()).extracting(StandingStep::step).containsExactly("charge");

    assertThat(refund().changed()).isTrue();
    assertThat(charged).isEmpty();
  }

  private Standing turn() {
    SagaStart start = new SagaStart("k", "h", ORIGIN, null, null, null);
    return new SagaJournalEntries(
            sagas(), new StepMetrics(new SimpleMeterRegistry(), Sagas.ALL), new EndsHere())
        .turn(
            new Entry(call.sagaId(), "outside", call.sagaId() + "/turned", start),
            Turn.ofAll(
                new SagaFailure("charge", "called-off", "no"),
                List.of(),
                List.of(new OpenStep("charge", 1)),
                null,
                List.of("charge")));
  }

  @Test
  void what_was_refused_out_there_is_not_undone_there() {
    begin();
    assertThatThrownBy(
            () ->
                log.recorder()
                    .perform(
                        call,
                        command,
                        Charge.class,
                        () -> new Outcome.Refused<>(new Refusal("declined", "no money"))))
        .isInstanceOf(ApplicationFailure.class);

    assertThat(refund().changed()).isFalse();
    assertThat(refunds).isZero();
  }

  private static SagaLog sagas() {
    return new SagaLog(log.store(), log.types());
  }

  /** As the watch does before the first try. */
  private void begin() {
    sagas()
        .record(
            call.sagaId(),
            SagaLog.beginning(call).value(),
            ORIGIN,
            new StepStarted(call.step(), 1, 1, Map.of("card", command.card())));
  }

  private StepAnswer<Charge> charge() {
    return log.recorder()
        .perform(
            call,
            command,
            Charge.class,
            () -> {
              charged.add(call.commandId());
              return new Done<>(command, List.of());
            });
  }

  private UndoAnswer refund() {
    return log.recorder()
        .undoAnyway(
            call,
            command,
            () -> {
              refunds++;
              charged.remove(call.commandId());
              return new Done<>(command, List.of());
            });
  }

  private void isOver() {
    assertThatThrownBy(this::charge)
        .isInstanceOfSatisfying(
            ApplicationFailure.class, late -> assertThat(late.getType()).isEqualTo("step-undone"));
    assertThat(charged).isEmpty();
  }
}
