package dev.skald.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.EventReceived;
import dev.skald.domain.sagas.SagaEvent.OperatorAsked;
import dev.skald.domain.sagas.SagaEvent.SagaCompensated;
import dev.skald.domain.sagas.SagaEvent.SagaCompensationFailed;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.domain.sagas.SagaEvent.SagaRolledBack;
import dev.skald.domain.sagas.SagaEvent.StepCompleted;
import dev.skald.domain.sagas.SagaEvent.StepFailed;
import dev.skald.domain.sagas.SagaEvent.StepSettled;
import dev.skald.domain.sagas.SagaEvent.StepStarted;
import dev.skald.domain.sagas.SagaEvent.StepTryFailed;
import dev.skald.domain.sagas.SagaEvent.UndoCompleted;
import dev.skald.domain.sagas.SagaEvent.UndoFailed;
import dev.skald.domain.sagas.SagaEvent.UndoSettled;
import dev.skald.domain.sagas.SagaEvent.UndoTryFailed;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.LogFilter;
import dev.skald.eventstore.Metadata;
import dev.skald.eventstore.RecordedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that the log says of one saga: its own stream, and what came of it in other streams. */
record SagaRecord(List<SagaEvent> entries, List<RecordedEvent> effects) {

  private static final Set<Class<?>> ENDINGS =
      Set.of(SagaCompleted.class, SagaCompensated.class, SagaCompensationFailed.class);

  /** What the log says of every saga, read once. */
  static Map<String, SagaRecord> all(Participants participants) {
    Map<String, SagaRecord> sagas = new HashMap<>();
    try (Stream<RecordedEvent> log =
        participants.get(EventStore.class).logEvents(0, LogFilter.ALL)) {
      log.forEach(
          event ->
              event
                  .metadata()
                  .get(Origins.SAGA_ID)
                  .ifPresent(
                      saga ->
                          sagas
                              .computeIfAbsent(
                                  saga, _ -> new SagaRecord(new ArrayList<>(), new ArrayList<>()))
                              .add(participants, event)));
    }
    return sagas;
  }

  private void add(Participants participants, RecordedEvent event) {
    if (event.streamId().category().equals(SagaEvent.CATEGORY)) {
      participants.decode(event).forEach(entry -> entries.add((SagaEvent) entry));
    } else {
      effects.add(event);
    }
  }

  /** How it ended; each saga does so once. */
  Class<?> ending() {
    List<Class<?>> endings =
        entries.stream().<Class<?>>map(Object::getClass).filter(ENDINGS::contains).toList();
    assertThat(endings).as("endings").hasSize(1);
    List<SagaEvent> late =
        entries.reversed().stream()
            .takeWhile(entry -> !ENDINGS.contains(entry.getClass()))
            .toList();
    assertThat(late).as("after the end").allMatch(SagaRecord::mayComeLate);
    return endings.getFirst();
  }

  /**
   * An event may come, and a task that was lost may still say what came to nothing; so may one that
   * tells the story again, since it was not heard that it had ended, and even ask people.
   */
  private static boolean mayComeLate(SagaEvent entry) {
    return entry instanceof EventReceived
        || entry instanceof StepFailed
        || entry instanceof StepStarted
        || entry instanceof StepTryFailed
        || entry instanceof UndoTryFailed
        || entry instanceof SagaRolledBack
        || entry instanceof OperatorAsked
        || entry instanceof StepSettled
        || (entry instanceof UndoFailed asked && asked.code().equals("settled-by-hand"))
        || entry instanceof UndoSettled
        || (entry instanceof UndoCompleted undo && !undo.changed());
  }

  /** The undos that were done, in their order. */
  List<String> undone() {
    return of(UndoCompleted.class).map(UndoCompleted::step).toList();
  }

  /** The steps that happened, in the order in which they stand. */
  List<String> done() {
    return of(StepCompleted.class).map(StepCompleted::step).toList();
  }

  /** The steps that happened and were not undone. */
  List<String> standing() {
    return of(StepCompleted.class)
        .filter(done -> of(UndoCompleted.class).noneMatch(undo -> isDoing(done, undo)))
        .map(StepCompleted::step)
        .toList();
  }

  /** As well those that people did by hand, as long as they have not said that they undid them. */
  List<String> standingOrByHand() {
    return Stream.concat(
            standing().stream(),
            of(StepSettled.class)
                .filter(by -> by.decision().equals("RESOLVE"))
                .filter(by -> of(UndoSettled.class).noneMatch(undo -> isOf(by, undo)))
                .map(StepSettled::step))
        .toList();
  }

  private static boolean isOf(StepSettled by, UndoSettled undo) {
    return undo.decision().equals("RESOLVE")
        && command(by.step(), by.round()).equals(command(undo.step(), undo.round()));
  }

  /** Whatever went wrong: each effect once, each undo once, and only of what has happened. */
  void checkOnce() {
    assertThat(of(StepCompleted.class).map(one -> command(one.step(), one.round())))
        .as("steps done")
        .doesNotHaveDuplicates();
    assertThat(of(UndoCompleted.class).map(one -> command(one.step(), one.round())))
        .as("undos done")
        .doesNotHaveDuplicates();
    boolean again = of(SagaRolledBack.class).findAny().isPresent();
    assertThat(
            effects.stream()
                .map(one -> one.streamId() + " " + one.type() + " of " + cause(one, again)))
        .as("effects")
        .doesNotHaveDuplicates();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i) instanceof UndoCompleted undo) {
        boolean happened = entries.subList(0, i).stream().anyMatch(entry -> isDoing(entry, undo));
        // Of one that has only begun, nobody here knows what came of it in somebody else's system.
        boolean begun = entries.subList(0, i).stream().anyMatch(entry -> isBeginning(entry, undo));
        assertThat(undo.changed())
            .as("undo of %s changed something", undo.step())
            .isIn(happened, happened || begun);
        assertThat(
                entries.subList(i, entries.size()).stream()
                    .noneMatch(entry -> isDoing(entry, undo)))
            .as("%s was not done after it was undone", undo.step())
            .isTrue();
      }
    }
  }

  /** The step that it comes of; and which round of it, where there may be several. */
  private static String cause(RecordedEvent effect, boolean again) {
    String command = effect.metadata().get(Metadata.COMMAND_ID).orElse("");
    return again ? command : command.replaceFirst("/[0-9]+(?=/undo$|$)", "");
  }

  /** What is gone back from may be done again, in another round. */
  private static boolean isDoing(SagaEvent entry, UndoCompleted undo) {
    return entry instanceof StepCompleted done
        && command(done.step(), done.round()).equals(command(undo.step(), undo.round()));
  }

  private static boolean isBeginning(SagaEvent entry, UndoCompleted undo) {
    return entry instanceof StepStarted begun
        && command(begun.step(), begun.round()).equals(command(undo.step(), undo.round()));
  }

  private static String command(String step, @Nullable Integer round) {
    return step + "/" + Objects.requireNonNullElse(round, 1);
  }

  /**
   * Where no branches ran side by side: those that had happened were undone newest first. One that
   * waited for an operator stops no other.
   */
  void checkReverseOrder() {
    if (of(UndoFailed.class).findAny().isPresent()) {
      return;
    }
    List<String> changed =
        of(UndoCompleted.class).filter(UndoCompleted::changed).map(UndoCompleted::step).toList();
    assertThat(changed)
        .as("undos, newest first")
        .isEqualTo(done().stream().filter(changed::contains).toList().reversed());
  }

  <E extends SagaEvent> Stream<E> of(Class<E> type) {
    return entries.stream().filter(type::isInstance).map(type::cast);
  }
}
