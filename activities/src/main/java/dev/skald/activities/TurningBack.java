package dev.skald.activities;

import dev.skald.domain.Origin;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.EventAwaited;
import dev.skald.domain.sagas.SagaEvent.EventReceived;
import dev.skald.domain.sagas.SagaEvent.OperatorAsked;
import dev.skald.domain.sagas.SagaEvent.RecoveryTried;
import dev.skald.domain.sagas.SagaEvent.SagaCalledOff;
import dev.skald.domain.sagas.SagaEvent.SagaCompensated;
import dev.skald.domain.sagas.SagaEvent.SagaCompensationFailed;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.domain.sagas.SagaEvent.SagaRolledBack;
import dev.skald.domain.sagas.SagaEvent.SagaStalled;
import dev.skald.domain.sagas.SagaEvent.SagaStarted;
import dev.skald.domain.sagas.SagaEvent.SagaStuck;
import dev.skald.domain.sagas.SagaEvent.SagaTurned;
import dev.skald.domain.sagas.SagaEvent.SagaUnstuck;
import dev.skald.domain.sagas.SagaEvent.StepCompleted;
import dev.skald.domain.sagas.SagaEvent.StepFailed;
import dev.skald.domain.sagas.SagaEvent.StepProgressed;
import dev.skald.domain.sagas.SagaEvent.StepRefused;
import dev.skald.domain.sagas.SagaEvent.StepSettled;
import dev.skald.domain.sagas.SagaEvent.StepStarted;
import dev.skald.domain.sagas.SagaEvent.StepTryFailed;
import dev.skald.domain.sagas.SagaEvent.UndoCompleted;
import dev.skald.domain.sagas.SagaEvent.UndoFailed;
import dev.skald.domain.sagas.SagaEvent.UndoSettled;
import dev.skald.domain.sagas.SagaEvent.UndoTryFailed;
import dev.skald.eventstore.Append;
import dev.skald.eventstore.CloseConflict;
import dev.skald.eventstore.CommandClosed;
import dev.skald.eventstore.CommandId;
import dev.skald.eventstore.Expected;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamConflict;
import dev.skald.workflows.engine.DecisionKind;
import dev.skald.workflows.engine.SagaFailure;
import dev.skald.workflows.engine.SagaJournal.Entry;
import dev.skald.workflows.engine.SagaJournal.OpenStep;
import dev.skald.workflows.engine.SagaJournal.SettledUndo;
import dev.skald.workflows.engine.SagaJournal.Standing;
import dev.skald.workflows.engine.SagaJournal.Standing.Instead;
import dev.skald.workflows.engine.SagaJournal.StandingStep;
import dev.skald.workflows.engine.SagaJournal.Turn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a saga back in its stream. A workflow task that was lost may have done steps that the run
 * no longer remembers, and its worker may be doing another one at this moment. So what is turned
 * back is closed in the transaction that says so: what stands then is all that will ever stand, and
 * nobody goes on with it. Of all of the saga, each command is closed; of a way, those that are
 * recorded, and a step that comes later finds that its way was given up. A saga that has completed,
 * or passed its pivot, turns no more.
 */
final class TurningBack {

  private static final int RACES = 50;

  private final SagaLog log;

  TurningBack(SagaLog log) {
    this.log = log;
  }

  Standing turn(Entry entry, Turn turn) {
    for (int race = 1; ; race++) {
      Known known = known(entry.sagaId());
      if (turn.savepoint() != null && known.turnedBefore(null)) {
        return Standing.ofAll();
      }
      if (turn.outerWays().stream().anyMatch(known::turnedBefore)) {
        return Standing.of(Instead.OUTER_WAY_GIVEN_UP);
      }
      boolean turned = known.turnedBefore(turn.savepoint());
      if (!turned && (known.hasCompleted() || turn.pivots().stream().anyMatch(known::happened))) {
        return new Standing(true, List.of());
      }
      try {
        if (turned || log.appendFirst(append(entry, turn, known))) {
          return known.standing(turn.savepoint());
        }
      } catch (CommandClosed gone) {
        return Standing.of(Instead.GONE_TO_ITS_END);
      } catch (CloseConflict | StreamConflict meanwhile) {
        if (race == RACES) {
          throw meanwhile;
        }
      }
    }
  }

  private Known known(String sagaId) {
    Known known = new Known();
    try (Stream<RecordedEvent> events = log.recorded(sagaId)) {
      events.forEach(
          event -> {
            List<String> ways = Origins.ways(event.metadata());
            log.decode(event).forEach(entry -> known.learn((SagaEvent) entry, ways));
            known.version = event.version();
          });
    }
    return known;
  }

  private Append append(Entry entry, Turn turn, Known known) {
    Origin origin = Objects.requireNonNullElse(turn.origin(), entry.start().origin());
    Append append =
        SagaLog.entry(
            entry.commandId(),
            Origins.metadata(origin, entry.sagaId(), entry.commandId(), turn.outerWays()));
    append =
        turn.savepoint() == null
            ? closingAll(append, entry.sagaId(), turn, known)
            : closingRecorded(append, entry.sagaId(), known.recordedOn(turn.savepoint()));
    return append.to(
        SagaLog.stream(entry.sagaId()),
        turn.savepoint() == null ? Expected.any() : Expected.version(known.version),
        List.of(
            new SagaTurned(
                turn.savepoint(), turn.why().step(), turn.why().code(), turn.why().message())));
  }

  private static Append closingAll(Append turn, String sagaId, Turn turned, Known known) {
    Append append = Endings.withoutCompletion(turn, sagaId);
    List<String> slow = Objects.requireNonNullElse(turned.slow(), List.of());
    for (OpenStep open : turned.open()) {
      for (int round = 1; round <= known.lastRound(open) + 1; round++) {
        OpenStep at = new OpenStep(open.step(), round);
        append = append.closing(command(sagaId, at), known.isRecorded(at));
        // Its answer would be refused, but by then it has called somebody else.
        if (slow.contains(at.step()) && !known.hasBegun(at)) {
          append = append.closing(SagaLog.beginningOf(command(sagaId, at).value()), false);
        }
      }
    }
    return append;
  }

  private static Append closingRecorded(Append turn, String sagaId, List<OpenStep> recorded) {
    Append append = turn;
    for (OpenStep at : recorded) {
      append = append.closing(command(sagaId, at), true);
    }
    return append;
  }

  private static CommandId command(String sagaId, OpenStep at) {
    return new CommandId("%s/%s/%d".formatted(sagaId, at.step(), at.round()));
  }

  /** What a saga's stream says of its steps. */
  private static final class Known {

    private long version;

    private final Map<OpenStep, StandingStep> standing = new LinkedHashMap<>();
    private final Set<OpenStep> begun = new LinkedHashSet<>();
    private final Set<OpenStep> recorded = new LinkedHashSet<>();
    private final List<SettledUndo> settledUndos = new ArrayList<>();
    private final Map<@Nullable String, SagaTurned> turned = new LinkedHashMap<>();

    /** On which ways what was turned back is, and what was taken. */
    private final Map<@Nullable String, List<String>> turnedOn = new LinkedHashMap<>();

    private final Map<OpenStep, List<String>> takenOn = new LinkedHashMap<>();
    private boolean completed;

    void learn(SagaEvent event, List<String> ways) {
      switch (event) {
        case StepStarted by -> {
          OpenStep at = at(by.step(), by.round());
          begun.add(at);
          takenOn.put(at, ways);
          // A try that comes late takes nothing back of what an earlier one came to.
          if (!recorded.contains(at)) {
            stands(at, by.command(), false, false);
          }
        }
        case StepCompleted done -> {
          OpenStep at = recorded(done.step(), done.round(), ways);
          stands(at, done.command(), false, true);
        }
        case StepSettled by when !by.decision().equals(DecisionKind.RETRY.name()) -> {
          OpenStep at = recorded(by.step(), by.round(), ways);
          if (by.decision().equals(DecisionKind.RESOLVE.name())) {
            stands(at, Map.of(), true, false);
          }
        }
        case StepRefused no -> standing.remove(recorded(no.step(), no.round(), ways));
        case UndoCompleted undone -> standing.remove(at(undone.step(), undone.round()));
        case UndoSettled by when !by.decision().equals(DecisionKind.RETRY.name()) -> {
          OpenStep at = at(by.step(), by.round());
          standing.remove(at);
          settledUndos.add(
              new SettledUndo(
                  at.step(), at.round(), by.decision().equals(DecisionKind.SKIP.name())));
        }
        case SagaTurned back -> {
          turned.put(back.savepoint(), back);
          turnedOn.put(back.savepoint(), ways);
        }
        case SagaCompleted _ -> completed = true;
        case StepSettled _, UndoSettled _, SagaStarted _, StepProgressed _, StepTryFailed _ -> {}
        case StepFailed _, EventAwaited _, EventReceived _, OperatorAsked _ -> {}
        case UndoTryFailed _, UndoFailed _ -> {}
        case SagaStalled _, SagaStuck _, SagaUnstuck _, SagaCalledOff _ -> {}
        case SagaRolledBack _, RecoveryTried _, SagaCompensated _, SagaCompensationFailed _ -> {}
      }
    }

    private OpenStep recorded(String step, @Nullable Integer round, List<String> ways) {
      OpenStep at = at(step, round);
      recorded.add(at);
      takenOn.put(at, ways);
      return at;
    }

    private void stands(
        OpenStep at, @Nullable Map<String, Object> command, boolean byHand, boolean happened) {
      standing.put(
          at,
          new StandingStep(
              at.step(),
              at.round(),
              Objects.requireNonNullElse(command, Map.of()),
              byHand,
              happened));
    }

    private static OpenStep at(String step, @Nullable Integer round) {
      return new OpenStep(step, Objects.requireNonNullElse(round, 1));
    }

    boolean turnedBefore(@Nullable String savepoint) {
      return turned.containsKey(savepoint);
    }

    /** A turn that stands in the log has its reason there. */
    Standing standing(@Nullable String savepoint) {
      SagaTurned before = turned.get(savepoint);
      return new Standing(
          false,
          standing.entrySet().stream()
              .filter(step -> isOn(savepoint, takenOn.get(step.getKey())))
              .map(Map.Entry::getValue)
              .toList(),
          before == null ? null : new SagaFailure(before.step(), before.code(), before.message()),
          settledUndos,
          false,
          null,
          turnedOn.entrySet().stream()
              .filter(way -> savepoint != null && isOn(savepoint, way.getValue()))
              .map(Map.Entry::getKey)
              .filter(Objects::nonNull)
              .toList());
    }

    List<OpenStep> recordedOn(@Nullable String savepoint) {
      return recorded.stream().filter(at -> isOn(savepoint, takenOn.get(at))).toList();
    }

    private static boolean isOn(@Nullable String savepoint, @Nullable List<String> ways) {
      return savepoint == null || (ways != null && ways.contains(savepoint));
    }

    boolean hasCompleted() {
      return completed;
    }

    boolean happened(String step) {
      return standing.keySet().stream().anyMatch(at -> at.step().equals(step));
    }

    boolean hasBegun(OpenStep at) {
      return begun.contains(at);
    }

    boolean isRecorded(OpenStep at) {
      return recorded.contains(at);
    }

    /** Each way that was given up began another round, also of what has not happened. */
    int lastRound(OpenStep open) {
      int ways = (int) turned.keySet().stream().filter(Objects::nonNull).count();
      return Stream.concat(recorded.stream(), begun.stream())
          .filter(at -> at.step().equals(open.step()))
          .mapToInt(OpenStep::round)
          .reduce(Math.max(open.round(), 1 + ways), Math::max);
    }
  }
}
