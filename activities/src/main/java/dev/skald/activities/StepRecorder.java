package dev.skald.activities;

import dev.skald.activities.Outcome.Done;
import dev.skald.activities.Outcome.Facts;
import dev.skald.activities.Outcome.Refused;
import dev.skald.domain.Refusal;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.StepCompleted;
import dev.skald.domain.sagas.SagaEvent.StepRefused;
import dev.skald.domain.sagas.SagaEvent.StepSettled;
import dev.skald.domain.sagas.SagaEvent.UndoCompleted;
import dev.skald.eventstore.Append;
import dev.skald.eventstore.Appended;
import dev.skald.eventstore.CloseConflict;
import dev.skald.eventstore.CommandClosed;
import dev.skald.eventstore.CommandId;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.Expected;
import dev.skald.eventstore.Fingerprint;
import dev.skald.eventstore.RecordedCommand;
import dev.skald.eventstore.StreamConflict;
import dev.skald.eventstore.StreamId;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.StepRefusal;
import dev.skald.workflows.engine.UndoAnswer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Does a step once. Its own facts, the saga's entry and its answer are one append under the step's
 * command id; asked again, it answers what stands there, however the world has changed meanwhile.
 */
public final class StepRecorder {

  /** A lost race is run again at once this often; after that, Temporal tries later. */
  private static final int RACES = 20;

  private final EventStore store;
  private final EventTypeRegistry types;
  private final SagaLog log;
  private final JsonMapper json = EventTypeRegistry.jsonMapper();
  private final InstantSource clock;
  private final ToIntFunction<StepCall> attempt;

  public StepRecorder(EventStore store, EventTypeRegistry types) {
    this(store, types, InstantSource.system(), StepTry::attempt);
  }

  /**
   * @param attempt which try of the step this is
   */
  public StepRecorder(
      EventStore store,
      EventTypeRegistry types,
      InstantSource clock,
      ToIntFunction<StepCall> attempt) {
    this.store = store;
    this.types = types;
    this.log = new SagaLog(store, types);
    this.clock = clock;
    this.attempt = attempt;
  }

  /** Does the step, unless it stands recorded. The decision may be taken several times over. */
  public <A extends Record> StepAnswer<A> perform(
      StepCall call, Record command, Class<A> answer, Supplier<Outcome<A>> decision) {
    CommandId id = new CommandId(call.commandId());
    Instant startedAt = clock.instant();
    for (int race = 1; ; race++) {
      Optional<RecordedCommand> recorded = store.command(id);
      if (recorded.isPresent()) {
        return recordedAnswer(call, recorded.get(), answer);
      }
      Outcome<A> outcome = decision.get();
      try {
        Appended appended =
            log.appendOnItsWays(
                call, expected -> asAppend(call, command, startedAt, outcome, expected));
        if (!appended.repeated()) {
          return newAnswer(call, outcome);
        }
      } catch (StreamConflict conflict) {
        if (race == RACES) {
          throw conflict;
        }
      } catch (CommandClosed closed) {
        throw log.undone(call);
      }
    }
  }

  /**
   * Undoes the step if it has happened, and closes its command either way: a do that arrives later
   * changes nothing.
   */
  public UndoAnswer undo(StepCall call, Record command, Supplier<? extends Outcome<?>> decision) {
    return undo(call, () -> asUndo(call, command, false, decision));
  }

  /**
   * Undoes a step that calls somebody else's system: also where no more is recorded than that it
   * has begun, since nobody here knows what came of it there. The decision has to take back what
   * was done there under the step's command id, and to be harmless where nothing was.
   */
  public UndoAnswer undoAnyway(
      StepCall call, Record command, Supplier<? extends Outcome<?>> decision) {
    return undo(call, () -> asUndo(call, command, true, decision));
  }

  private UndoAnswer undo(StepCall call, Supplier<Undo> decided) {
    CommandId id = new CommandId(call.undoCommandId());
    for (int race = 1; ; race++) {
      Optional<RecordedCommand> recorded = store.command(id);
      if (recorded.isPresent()) {
        UndoCompleted undone = sagaEvent(recorded.get(), UndoCompleted.class);
        return new UndoAnswer(id.value(), undone.changed(), undone.attempt());
      }
      try {
        Undo undo = decided.get();
        if (!store.append(undo.append()).repeated()) {
          return new UndoAnswer(id.value(), undo.changed(), attempt.applyAsInt(call));
        }
      } catch (StreamConflict | CloseConflict conflict) {
        if (race == RACES) {
          throw conflict;
        }
      }
    }
  }

  private <A extends Record> Append asAppend(
      StepCall call, Record command, Instant startedAt, Outcome<A> outcome, Expected expected) {
    Append append = append(call, call.commandId(), command);
    return switch (outcome) {
      case Done<A> done ->
          with(append, done.facts())
              .to(
                  stream(call),
                  expected,
                  List.of(
                      new StepCompleted(
                          call.step(),
                          attempt.applyAsInt(call),
                          asMap(done.answer()),
                          call.round(),
                          startedAt,
                          asMap(command))));
      case Refused<A>(Refusal refusal) ->
          append.to(
              stream(call),
              expected,
              List.of(
                  new StepRefused(
                      call.step(),
                      attempt.applyAsInt(call),
                      refusal.code(),
                      refusal.message(),
                      call.round(),
                      startedAt)));
    };
  }

  /** What was recorded by this very call need not be read again. */
  private <A extends Record> StepAnswer<A> newAnswer(StepCall call, Outcome<A> outcome) {
    return switch (outcome) {
      case Done<A> done ->
          new StepAnswer<>(call.commandId(), done.answer(), attempt.applyAsInt(call));
      case Refused<A>(Refusal refusal) ->
          throw StepRefusal.failure(call.commandId(), refusal, attempt.applyAsInt(call));
    };
  }

  private record Undo(Append append, boolean changed) {}

  private Undo asUndo(
      StepCall call, Record command, boolean anyway, Supplier<? extends Outcome<?>> decision) {
    CommandId done = new CommandId(call.commandId());
    Optional<RecordedCommand> recorded = store.command(done);
    boolean happened = recorded.map(RecordedCommand::happened).orElse(false);
    boolean changed = happened && !isRefused(recorded.orElseThrow());
    Append append = append(call, call.undoCommandId(), command).closing(done, happened);
    if (anyway) {
      CommandId beginning = SagaLog.beginning(call);
      boolean begun = store.command(beginning).map(RecordedCommand::happened).orElse(false);
      // One that has not begun never will, and so calls nobody while this is written down.
      append = append.closing(beginning, begun);
      changed |= begun && !happened;
    }
    if (changed) {
      append =
          switch (decision.get()) {
            case Done<?> undone -> with(append, undone.facts());
            case Refused<?>(Refusal refusal) ->
                throw StepRefusal.failure(call.undoCommandId(), refusal, attempt.applyAsInt(call));
          };
    }
    return new Undo(
        append.to(
            stream(call),
            Expected.any(),
            List.of(
                new UndoCompleted(call.step(), attempt.applyAsInt(call), changed, call.round()))),
        changed);
  }

  private <A extends Record> StepAnswer<A> recordedAnswer(
      StepCall call, RecordedCommand recorded, Class<A> answer) {
    if (!recorded.happened()) {
      throw log.undone(call);
    }
    return switch (sagaEvent(recorded, SagaEvent.class)) {
      case StepRefused no ->
          throw StepRefusal.failure(
              call.commandId(), new Refusal(no.code(), no.message()), no.attempt());
      case SagaEvent _ when recorded.closed() -> throw log.undone(call);
      case StepCompleted done ->
          new StepAnswer<>(
              call.commandId(), json.convertValue(done.answer(), answer), done.attempt());
      case StepSettled by ->
          new StepAnswer<>(call.commandId(), json.convertValue(by.answer(), answer), 0);
      case SagaEvent other ->
          throw new IllegalStateException(
              "command '%s' recorded %s, which is no answer".formatted(call.commandId(), other));
    };
  }

  private boolean isRefused(RecordedCommand command) {
    return sagaEvent(command, SagaEvent.class) instanceof StepRefused;
  }

  private <E extends SagaEvent> E sagaEvent(RecordedCommand command, Class<E> type) {
    return command.events().stream()
        .filter(event -> event.streamId().category().equals(SagaEvent.CATEGORY))
        .flatMap(event -> types.decode(event).stream())
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "command '%s' recorded no %s"
                        .formatted(command.commandId(), type.getSimpleName())));
  }

  private Append append(StepCall call, String commandId, Record command) {
    return Append.of(
        new CommandId(commandId),
        Fingerprint.of(command.getClass().getSimpleName() + json.writeValueAsString(command)),
        Origins.metadata(call, commandId));
  }

  private static Append with(Append append, List<Facts> facts) {
    Append more = append;
    for (Facts some : facts) {
      more = more.to(some.stream(), some.expected(), some.events());
    }
    return more;
  }

  private static StreamId stream(StepCall call) {
    return SagaLog.stream(call.sagaId());
  }

  private Map<String, Object> asMap(Record answer) {
    return json.convertValue(answer, new TypeReference<>() {});
  }
}
