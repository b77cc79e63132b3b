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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a saga back in its stream. A workflow task that was lost may have done steps that the run
 * no longer remembers, and its worker may be doing another one at this moment; so the commands of
 * what is turned back are closed in the transaction that says so: what stands then is all that will
 * ever stand, and nobody goes on with it. A saga that has completed, or passed its pivot, turns no
 * more.
 */
final class TurningBack {

  private static final int RACES = 50;

  private final SagaLog log;

  TurningBack(SagaLog log) {
    this.log = log;
  }

  Standing turn(Entry entry, Turn turn) {
    for (int race = 1; ; race++) {
      Known known = new Known();
      log.events(entry.sagaId()).forEach(known::learn);
      if (turn.savepoint() != null && known.turnedBefore(null)) {
        return Standing.ofAll();
      }
      if (Stream.ofNullable(turn.outer()).flatMap(List::stream).anyMatch(known::turnedBefore)) {
        return Standing.of(Instead.OUTER_WAY_GIVEN_UP);
      }
      boolean turned = known.turnedBefore(turn.savepoint());
      if (!turned && (known.hasCompleted() || turn.pivots().stream().anyMatch(known::happened))) {
        return new Standing(true, List.of());
      }
      try {
        if (turned || log.appendFirst(append(entry, turn, known))) {
          return known.standing(turn);
        }
      } catch (CommandClosed gone) {
        return Standing.of(Instead.GONE_TO_ITS_END);
      } catch (CloseConflict meanwhile) {
        if (race == RACES) {
          throw meanwhile;
        }
      }
    }
  }

  private Append append(Entry entry, Turn turn, Known known) {
    Origin origin = Objects.requireNonNullElse(turn.origin(), entry.start().origin());
    Append append = log.entry(entry.sagaId(), entry.commandId(), origin);
    if (turn.savepoint() == null) {
      append = Endings.withoutCompletion(append, entry.sagaId());
    }
    List<String> slow = Objects.requireNonNullElse(turn.slow(), List.of());
    for (OpenStep open : turn.open()) {
      int last = turn.savepoint() == null ? known.lastRound(open) + 1 : known.latestRound(open);
      int first = turn.savepoint() == null ? 1 : open.round();
      for (int round = first; round <= last; round++) {
        OpenStep at = new OpenStep(open.step(), round);
        String id = "%s/%s/%d".formatted(entry.sagaId(), at.step(), round);
        append = append.closing(new CommandId(id), known.isRecorded(at));
        // Its answer would be refused, but by then it has called somebody else.
        if (slow.contains(at.step()) && !known.hasBegun(at)) {
          append = append.closing(SagaLog.beginningOf(id), false);
        }
      }
    }
    return append.to(
        SagaLog.stream(entry.sagaId()),
        Expected.any(),
        List.of(
            new SagaTurned(
                turn.savepoint(),
                turn.why().step(),
                turn.why().code(),
                turn.why().message(),
                known.rounds(turn))));
  }

  /** What a saga's stream says of its steps. */
  private static final class Known {

    private final Map<OpenStep, StandingStep> standing = new LinkedHashMap<>();
    private final Set<OpenStep> begun = new LinkedHashSet<>();
    private final Set<OpenStep> recorded = new LinkedHashSet<>();
    private final List<SettledUndo> settledUndos = new ArrayList<>();
    private final Map<@Nullable String, SagaTurned> turned = new LinkedHashMap<>();
    private final Set<String> backAt = new LinkedHashSet<>();
    private boolean completed;

    void learn(SagaEvent event) {
      switch (event) {
        case StepStarted begun -> begun(begun);
        case StepCompleted done -> {
          stands(done.step(), done.round(), done.command(), false, true);
          recorded.add(at(done.step(), done.round()));
        }
        case StepSettled by when !by.decision().equals(DecisionKind.RETRY.name()) -> {
          recorded.add(at(by.step(), by.round()));
          if (by.decision().equals(DecisionKind.RESOLVE.name())) {
            stands(by.step(), by.round(), Map.of(), true, false);
          }
        }
        case StepRefused no -> {
          standing.remove(at(no.step(), no.round()));
          recorded.add(at(no.step(), no.round()));
        }
        case UndoCompleted undone -> standing.remove(at(undone.step(), undone.round()));
        case UndoSettled by when !by.decision().equals(DecisionKind.RETRY.name()) -> {
          OpenStep at = at(by.step(), by.round());
          standing.remove(at);
          settledUndos.add(
              new SettledUndo(
                  at.step(), at.round(), by.decision().equals(DecisionKind.SKIP.name())));
        }
        case SagaTurned back -> turned.put(back.savepoint(), back);
        case SagaRolledBack back -> backAt.add(back.savepoint());
        case SagaCompleted _ -> completed = true;
        case StepSettled _, UndoSettled _, SagaStarted _, StepProgressed _, StepTryFailed _ -> {}
        case StepFailed _, EventAwaited _, EventReceived _, OperatorAsked _ -> {}
        case UndoTryFailed _, UndoFailed _ -> {}
        case SagaStalled _, SagaStuck _, SagaUnstuck _, SagaCalledOff _ -> {}
        case RecoveryTried _, SagaCompensated _, SagaCompensationFailed _ -> {}
      }
    }

    /**
     * A try that comes late takes nothing back of what an earlier one came to; and where the
     * command had gone with a way, it comes to nothing.
     */
    private void begun(StepStarted by) {
      OpenStep at = at(by.step(), by.round());
      begun.add(at);
      if (!recorded.contains(at) && !wentWithAWay(at)) {
        stands(by.step(), by.round(), by.command(), false, false);
      }
    }

    private boolean wentWithAWay(OpenStep at) {
      return turned.values().stream()
          .anyMatch(
              back ->
                  back.rounds() != null
                      && Objects.equals(back.rounds().get(at.step()), at.round()));
    }

    private void stands(
        String step,
        @Nullable Integer round,
        @Nullable Map<String, Object> command,
        boolean hand,
        boolean happened) {
      OpenStep at = at(step, round);
      standing.put(
          at,
          new StandingStep(
              step, at.round(), Objects.requireNonNullElse(command, Map.of()), hand, happened));
    }

    private static OpenStep at(String step, @Nullable Integer round) {
      return new OpenStep(step, Objects.requireNonNullElse(round, 1));
    }

    boolean turnedBefore(@Nullable String savepoint) {
      return turned.containsKey(savepoint);
    }

    /** A turn that stands in the log has its reason there, and the commands that went with it. */
    Standing standing(Turn turn) {
      String savepoint = turn.savepoint();
      SagaTurned before = turned.get(savepoint);
      return new Standing(
          false,
          List.copyOf(standing.values()),
          before == null ? null : new SagaFailure(before.step(), before.code(), before.message()),
          settledUndos,
          savepoint != null && backAt.contains(savepoint),
          before == null ? rounds(turn) : before.rounds(),
          false,
          null);
    }

    private @Nullable Map<String, Integer> rounds(Turn turn) {
      if (turn.savepoint() == null) {
        return null;
      }
      Map<String, Integer> rounds = new LinkedHashMap<>();
      turn.open().forEach(step -> rounds.put(step.step(), latestRound(step)));
      return rounds;
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

    /** Each way that was given up before began another round, also of what has not happened. */
    int lastRound(OpenStep open) {
      int ways = (int) turned.keySet().stream().filter(Objects::nonNull).count();
      return Math.max(latestRound(open), 1 + ways);
    }

    /**
     * A run that was lost may have come further than the one that gives up now. Behind another way
     * that it had given up it may be trying the next round, without a word in the log.
     */
    int latestRound(OpenStep open) {
      IntStream behindWays =
          turned.values().stream()
              .filter(back -> backAt.contains(back.savepoint()))
              .flatMap(back -> Stream.ofNullable(back.rounds()))
              .flatMap(rounds -> Stream.ofNullable(rounds.get(open.step())))
              .mapToInt(round -> round + 1);
      return IntStream.concat(
              behindWays,
              Stream.concat(recorded.stream(), begun.stream())
                  .filter(at -> at.step().equals(open.step()))
                  .mapToInt(OpenStep::round))
          .reduce(open.round(), Math::max);
    }
  }
}
