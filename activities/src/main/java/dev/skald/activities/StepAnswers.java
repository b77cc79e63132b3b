package dev.skald.activities;

import dev.skald.domain.Origin;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.StepCompleted;
import dev.skald.domain.sagas.SagaEvent.StepFailed;
import dev.skald.domain.sagas.SagaEvent.StepRefused;
import dev.skald.domain.sagas.SagaEvent.StepSettled;
import dev.skald.eventstore.Append;
import dev.skald.eventstore.CloseConflict;
import dev.skald.eventstore.CommandClosed;
import dev.skald.eventstore.CommandId;
import dev.skald.eventstore.CommandIdReused;
import dev.skald.eventstore.RecordedCommand;
import dev.skald.workflows.engine.SagaJournal.RecordedAnswer;
import dev.skald.workflows.engine.StepCall;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What stands in the log as the answer of a step, whoever gave it: itself, an event, people. */
final class StepAnswers {

  private final SagaLog log;

  StepAnswers(SagaLog log) {
    this.log = log;
  }

  /**
   * Records that a step has failed, and closes its command; if it has happened, that counts, and is
   * answered.
   */
  @Nullable RecordedAnswer recordForGood(
      StepCall call, String commandId, Origin origin, StepFailed failed) {
    CommandId step = new CommandId(call.commandId());
    Append forGood = log.entry(call.sagaId(), SagaLog.forGood(commandId).value(), origin);
    try {
      log.append(forGood.closing(step, false));
    } catch (CloseConflict happened) {
      RecordedCommand known = log.command(step).orElseThrow(() -> happened);
      if (!known.closed()) {
        return answerOf(call, known).orElse(null);
      }
      // What it did is taken back with a way.
      log.append(forGood.closing(step, true));
    }
    log.record(call.sagaId(), commandId, origin, failed);
    return null;
  }

  /**
   * Records what a step came to, under the step's own command; what stands there already counts.
   */
  RecordedAnswer answer(StepCall call, SagaEvent event, Origin origin) {
    Optional<RecordedCommand> before = log.command(new CommandId(call.commandId()));
    if (before.isEmpty()) {
      try {
        log.recordOnItsWays(call, call.commandId(), origin, event);
      } catch (CommandIdReused | CommandClosed itselfMeanwhile) {
        // Then that is the answer.
      }
    }
    return recorded(call, call.commandId());
  }

  /** As {@link #answer}, of a step that was refused: under an id beside its command. */
  RecordedAnswer answerBeside(StepCall call, String commandId, SagaEvent event, Origin origin) {
    log.recordOnItsWays(call, commandId, origin, event);
    return recorded(call, commandId);
  }

  /** What stands as the step's answer, if it was asked for before; refused if that is undone. */
  Optional<RecordedAnswer> answered(StepCall call) {
    return log.command(new CommandId(call.commandId())).map(_ -> recorded(call, call.commandId()));
  }

  /** Whether it is recorded that the step will never happen under this command. */
  boolean isRefused(StepCall call) {
    return log.command(new CommandId(call.commandId())).stream()
        .flatMap(command -> command.events().stream())
        .flatMap(event -> log.decode(event).stream())
        .anyMatch(StepRefused.class::isInstance);
  }

  /** What an operator last decided about a step since it was refused. */
  Optional<StepSettled> settledAfterRefusal(StepCall call) {
    return isRefused(call)
        ? log.events(call.sagaId())
            .dropWhile(
                event ->
                    !(event instanceof StepRefused no
                        && no.step().equals(call.step())
                        && Objects.requireNonNullElse(no.round(), 1) == call.round()))
            .filter(StepSettled.class::isInstance)
            .map(StepSettled.class::cast)
            .filter(by -> by.step().equals(call.step()) && by.round() == call.round())
            .reduce((_, later) -> later)
        : Optional.empty();
  }

  private RecordedAnswer recorded(StepCall call, String commandId) {
    RecordedCommand command =
        log.command(new CommandId(commandId))
            .orElseThrow(
                () -> new IllegalStateException("'%s' is not recorded".formatted(commandId)));
    return Optional.of(command)
        .filter(known -> !known.closed())
        .flatMap(known -> answerOf(call, known))
        .orElseThrow(() -> log.undone(call));
  }

  private Optional<RecordedAnswer> answerOf(StepCall call, RecordedCommand command) {
    return command.events().stream()
        .flatMap(event -> log.decode(event).stream())
        .flatMap(event -> answerOf(call, event).stream())
        .findFirst();
  }

  private static Optional<RecordedAnswer> answerOf(StepCall call, Record event) {
    return switch (event) {
      case StepCompleted done ->
          Optional.of(new RecordedAnswer(call.commandId(), done.answer(), done.attempt(), true));
      case StepSettled by ->
          Optional.of(
              new RecordedAnswer(
                  call.commandId(), Objects.requireNonNullElse(by.answer(), Map.of()), 0));
      default -> Optional.empty();
    };
  }
}
