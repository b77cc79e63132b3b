package dev.skald.activities;

import dev.skald.domain.Origin;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.EventReceived;
import dev.skald.domain.sagas.SagaEvent.SagaStarted;
import dev.skald.domain.sagas.SagaEvent.StepCompleted;
import dev.skald.domain.sagas.SagaEvent.StepFailed;
import dev.skald.domain.sagas.SagaEvent.StepRefused;
import dev.skald.domain.sagas.SagaEvent.StepSettled;
import dev.skald.eventstore.Append;
import dev.skald.eventstore.Appended;
import dev.skald.eventstore.CloseConflict;
import dev.skald.eventstore.CommandClosed;
import dev.skald.eventstore.CommandId;
import dev.skald.eventstore.CommandIdReused;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.Expected;
import dev.skald.eventstore.Fingerprint;
import dev.skald.eventstore.RecordedCommand;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import dev.skald.eventstore.StreamRead;
import dev.skald.workflows.engine.SagaJournal.RecordedAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.StepRefusal.Beside;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The streams of sagas: what was recorded of each, and one more entry under an id of its own. */
public final class SagaLog {

  private final EventStore store;
  private final EventTypeRegistry types;

  public SagaLog(EventStore store, EventTypeRegistry types) {
    this.store = store;
    this.types = types;
  }

  public static StreamId stream(String sagaId) {
    return StreamId.of(SagaEvent.CATEGORY, sagaId);
  }

  /** Under this id is recorded, once, that a slow step has begun. */
  static CommandId beginning(StepCall call) {
    return beginningOf(call.commandId());
  }

  static CommandId beginningOf(String commandId) {
    return new CommandId(commandId + "/started");
  }

  /** How a saga began, and who and what began it. */
  public record Beginning(SagaStarted started, Origin origin) {}

  /** Empty as long as its start is not recorded. */
  public Optional<Beginning> beginning(String sagaId) {
    try (Stream<RecordedEvent> events = store.streamEvents(stream(sagaId), StreamRead.forwards())) {
      return events.flatMap(event -> beginning(event).stream()).findFirst();
    }
  }

  private Optional<Beginning> beginning(RecordedEvent event) {
    return types.decode(event).stream()
        .filter(SagaStarted.class::isInstance)
        .map(started -> new Beginning((SagaStarted) started, Origins.of(event.metadata())))
        .findFirst();
  }

  /** What was recorded of a saga, oldest first. */
  public Stream<SagaEvent> events(String sagaId) {
    return store
        .streamEvents(stream(sagaId), StreamRead.forwards())
        .flatMap(event -> types.decode(event).stream())
        .filter(SagaEvent.class::isInstance)
        .map(SagaEvent.class::cast);
  }

  /**
   * Records that a step has failed, and closes its command; if it has happened, that counts, and is
   * answered.
   */
  @Nullable RecordedAnswer recordForGood(
      StepCall call, String commandId, Origin origin, StepFailed failed) {
    CommandId step = new CommandId(call.commandId());
    Append forGood = entry(call.sagaId(), forGood(commandId).value(), origin);
    try {
      store.append(forGood.closing(step, false));
    } catch (CloseConflict happened) {
      RecordedCommand known = store.command(step).orElseThrow(() -> happened);
      if (!known.closed()) {
        return answerOf(call, known).orElse(null);
      }
      // What it did is taken back with a way.
      store.append(forGood.closing(step, true));
    }
    record(call.sagaId(), commandId, origin, failed);
    return null;
  }

  /** An id of its own: that the step has failed may be recorded already, though not for good. */
  private static CommandId forGood(String failed) {
    return new CommandId(failed + "/for-good");
  }

  /** Records it, once under its id, and answers its position. */
  public long record(String sagaId, String commandId, Origin origin, SagaEvent event) {
    return recorded(sagaId, commandId, origin, event).position();
  }

  /** As {@link #record}, but answers whether it was recorded now, and not before. */
  public boolean recordFirst(String sagaId, String commandId, Origin origin, SagaEvent event) {
    return !recorded(sagaId, commandId, origin, event).repeated();
  }

  private Appended recorded(String sagaId, String commandId, Origin origin, SagaEvent event) {
    return store.append(
        entry(sagaId, commandId, origin)
            .to(stream(sagaId), Expected.any(), List.of((Record) event)));
  }

  /**
   * Records what came from outside, once under the key of whoever sent it, and answers its
   * position.
   *
   * @param content what must be the same when the key is the same
   */
  public long receive(
      String sagaId, String key, String content, Origin origin, EventReceived event) {
    CommandId id = receiptId(sagaId, key);
    return store
        .append(
            Append.of(id, Fingerprint.of(content), Origins.metadata(origin, sagaId, id.value()))
                .to(stream(sagaId), Expected.any(), List.of(event)))
        .position();
  }

  /** Whether something was received under this key. */
  public boolean hasReceived(String sagaId, String key) {
    return store.command(receiptId(sagaId, key)).isPresent();
  }

  private static CommandId receiptId(String sagaId, String key) {
    return new CommandId("event/%s/%s".formatted(sagaId, key));
  }

  /** An append under an id that says all about it. */
  Append entry(String sagaId, String commandId, Origin origin) {
    return Append.of(
        new CommandId(commandId),
        Fingerprint.of(commandId),
        Origins.metadata(origin, sagaId, commandId));
  }

  long append(Append append) {
    return store.append(append).position();
  }

  /** Answers whether it was appended now, and not before. */
  boolean appendFirst(Append append) {
    return !store.append(append).repeated();
  }

  Optional<RecordedCommand> command(CommandId id) {
    return store.command(id);
  }

  /**
   * Records what a step came to, under the step's own command; what stands there already counts.
   */
  RecordedAnswer answer(StepCall call, SagaEvent event, Origin origin) {
    Optional<RecordedCommand> before = store.command(new CommandId(call.commandId()));
    if (before.isEmpty()) {
      try {
        record(call.sagaId(), call.commandId(), origin, event);
      } catch (CommandIdReused | CommandClosed itselfMeanwhile) {
        // Then that is the answer.
      }
    }
    return recorded(call, call.commandId());
  }

  /** As {@link #answer}, of a step that was refused: under an id beside its command. */
  RecordedAnswer answerBeside(StepCall call, String commandId, SagaEvent event, Origin origin) {
    record(call.sagaId(), commandId, origin, event);
    return recorded(call, commandId);
  }

  /** What stands as the step's answer, if it was asked for before; refused if that is undone. */
  Optional<RecordedAnswer> answered(StepCall call) {
    return store
        .command(new CommandId(call.commandId()))
        .map(_ -> recorded(call, call.commandId()));
  }

  /** Whether it is recorded that the step will never happen under this command. */
  boolean isRefused(StepCall call) {
    return store.command(new CommandId(call.commandId())).stream()
        .flatMap(command -> command.events().stream())
        .flatMap(event -> types.decode(event).stream())
        .anyMatch(StepRefused.class::isInstance);
  }

  /** What an operator last decided about a step since it was refused. */
  Optional<StepSettled> settledAfterRefusal(StepCall call) {
    return isRefused(call)
        ? events(call.sagaId())
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

  /** Refuses a step that was undone, or whose command was closed before it happened. */
  RuntimeException undone(StepCall call) {
    return store.command(forGood(call.commandId() + "/failed")).isPresent()
        ? Refusals.stepFailedForGood(call, beside(call))
        : Refusals.stepUndone(call, beside(call));
  }

  /** Where a step goes on whose command went with ways that were given up beside it. */
  @Nullable Beside beside(StepCall call) {
    GivenUpWays ways = new GivenUpWays(call);
    events(call.sagaId()).forEach(ways::learn);
    return ways.beside();
  }

  private RecordedAnswer recorded(StepCall call, String commandId) {
    RecordedCommand command =
        store
            .command(new CommandId(commandId))
            .orElseThrow(
                () -> new IllegalStateException("'%s' is not recorded".formatted(commandId)));
    return Optional.of(command)
        .filter(known -> !known.closed())
        .flatMap(known -> answerOf(call, known))
        .orElseThrow(() -> undone(call));
  }

  private Optional<RecordedAnswer> answerOf(StepCall call, RecordedCommand command) {
    return command.events().stream()
        .flatMap(event -> types.decode(event).stream())
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
