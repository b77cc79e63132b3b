package dev.skald.activities;

import dev.skald.domain.Origin;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.EventReceived;
import dev.skald.domain.sagas.SagaEvent.SagaCalledOff;
import dev.skald.domain.sagas.SagaEvent.SagaStarted;
import dev.skald.domain.sagas.SagaEvent.SagaTurned;
import dev.skald.eventstore.Append;
import dev.skald.eventstore.Appended;
import dev.skald.eventstore.CommandId;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.Expected;
import dev.skald.eventstore.Fingerprint;
import dev.skald.eventstore.Metadata;
import dev.skald.eventstore.RecordedCommand;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamConflict;
import dev.skald.eventstore.StreamId;
import dev.skald.eventstore.StreamRead;
import dev.skald.workflows.engine.SagaControl.CalledOff;
import dev.skald.workflows.engine.StepCall;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The streams of sagas: what was recorded of each, and one more entry under an id of its own. */
public final class SagaLog {

  private static final int RACES = 50;

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

  /** Records that all of it is wished undone: once for each run of it, unless it has ended. */
  public void recordCalledOff(String sagaId, String runId, CalledOff wish) {
    Append calledOff = entry(sagaId, "%s/called-off/%s".formatted(sagaId, runId), wish.by());
    racing(sagaId, () -> unlessEnded(sagaId, calledOff, new SagaCalledOff(wish.reason())));
  }

  private Optional<Appended> unlessEnded(String sagaId, Append append, SagaEvent event) {
    long version = 0;
    try (Stream<RecordedEvent> events = recorded(sagaId)) {
      for (RecordedEvent before : (Iterable<RecordedEvent>) events::iterator) {
        version = before.version();
        if (types.decode(before).stream()
            .anyMatch(entry -> entry instanceof SagaEvent said && said.ends())) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(
        store.append(
            append.to(stream(sagaId), Expected.version(version), List.of((Record) event))));
  }

  /** Who called it off last, if somebody did. */
  public Optional<CalledOff> calledOff(String sagaId) {
    try (Stream<RecordedEvent> events = recorded(sagaId)) {
      return events.flatMap(this::calledOff).reduce((_, later) -> later);
    }
  }

  private Stream<CalledOff> calledOff(RecordedEvent event) {
    return types.decode(event).stream()
        .filter(SagaCalledOff.class::isInstance)
        .map(SagaCalledOff.class::cast)
        .map(off -> new CalledOff(off.reason(), Origins.of(event.metadata())));
  }

  /** What was recorded of a saga, oldest first. */
  public Stream<SagaEvent> events(String sagaId) {
    return recorded(sagaId)
        .flatMap(event -> types.decode(event).stream())
        .filter(SagaEvent.class::isInstance)
        .map(SagaEvent.class::cast);
  }

  List<? extends Record> decode(RecordedEvent event) {
    return types.decode(event);
  }

  Stream<RecordedEvent> recorded(String sagaId) {
    return store.streamEvents(stream(sagaId), StreamRead.forwards());
  }

  /** An id of its own: that the step has failed may be recorded already, though not for good. */
  static CommandId forGood(String failed) {
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

  /** An event from outside, and where it is recorded. */
  public record Received(EventReceived event, long position) {}

  /** What was received under this key before. */
  public Optional<Received> received(String sagaId, String key) {
    return store
        .command(receiptId(sagaId, key))
        .map(command -> command.events().getFirst())
        .map(
            event ->
                new Received((EventReceived) types.decode(event).getFirst(), event.position()));
  }

  private static CommandId receiptId(String sagaId, String key) {
    return new CommandId("event/%s/%s".formatted(sagaId, key));
  }

  /** An append under an id that says all about it. */
  Append entry(String sagaId, String commandId, Origin origin) {
    return entry(commandId, Origins.metadata(origin, sagaId, commandId));
  }

  static Append entry(String commandId, Metadata metadata) {
    return Append.of(new CommandId(commandId), Fingerprint.of(commandId), metadata);
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

  /** Refuses a step that was undone, or whose command was closed before it happened. */
  RuntimeException undone(StepCall call) {
    return store.command(forGood(call.commandId() + "/failed")).isPresent()
        ? Refusals.stepFailedForGood(call)
        : Refusals.stepUndone(call);
  }

  /**
   * Appends what is said of a step, if none of the ways that it is on has been given up.
   *
   * @param append for what the saga's stream is expected to be
   */
  Appended appendOnItsWays(StepCall call, Function<Expected, Append> append) {
    return racing(call.sagaId(), () -> store.append(append.apply(onItsWays(call))));
  }

  /** Others write to the saga's stream all the time: that is no reason to decide anew. */
  private <A> A racing(String sagaId, Supplier<A> append) {
    for (int race = 1; ; race++) {
      try {
        return append.get();
      } catch (StreamConflict conflict) {
        if (race == RACES || !conflict.isOnlyOf(stream(sagaId))) {
          throw conflict;
        }
      }
    }
  }

  /** Most steps are on no way, and nothing is read for them. */
  private Expected onItsWays(StepCall call) {
    List<String> ways = call.ways();
    if (ways == null) {
      return Expected.any();
    }
    long version = 0;
    try (Stream<RecordedEvent> events = recorded(call.sagaId())) {
      for (RecordedEvent event : (Iterable<RecordedEvent>) events::iterator) {
        version = event.version();
        if (types.decode(event).stream().anyMatch(entry -> isTurnOfAny(ways, entry))) {
          throw undone(call);
        }
      }
    }
    return Expected.version(version);
  }

  private static boolean isTurnOfAny(List<String> ways, Record entry) {
    return entry instanceof SagaTurned back
        && back.savepoint() != null
        && ways.contains(back.savepoint());
  }

  void recordOnItsWays(StepCall call, String commandId, Origin origin, SagaEvent event) {
    Append append = entry(commandId, Origins.metadata(call, commandId, origin));
    appendOnItsWays(
        call, expected -> append.to(stream(call.sagaId()), expected, List.of((Record) event)));
  }
}
