package dev.skald.api.sagas;

import dev.skald.activities.StuckRuns;
import dev.skald.projections.sagas.SagaQueries;
import dev.skald.projections.sagas.SagaView;
import dev.skald.projections.sagas.StepView;
import dev.skald.workflows.engine.DeclaredStep;
import dev.skald.workflows.engine.Limits;
import dev.skald.workflows.engine.OutsideEvent;
import dev.skald.workflows.engine.SagaType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds sagas that people should look at: what takes far too long in them, and by how much. */
final class StalledSagas {

  private static final int PAGE = 200;

  private static final Duration LONG_SILENCE = Duration.ofMinutes(5);

  private final SagaQueries sagas;
  private final SagaTypes types;
  private final InstantSource clock;

  StalledSagas(SagaQueries sagas, SagaTypes types, InstantSource clock) {
    this.sagas = sagas;
    this.types = types;
    this.clock = clock;
  }

  /** A saga that stands still, and why it is thought to. */
  public record Stalled(
      String sagaId,
      String type,
      SagaView.Status status,
      @Nullable String currentStep,
      Instant startedAt,
      Instant lastEventAt,
      List<Reason> reasons) {}

  /**
   * Why.
   *
   * @param step null where nothing at all has happened for long, or its story cannot be told
   */
  public record Reason(@Nullable String step, boolean undo, Instant since, String message) {}

  /**
   * The longest running first.
   *
   * @param silence after which one is listed whatever it does; without it, one that says how long
   *     it takes is listed when that is over
   */
  List<Stalled> find(Optional<Duration> silence, int limit) {
    Instant now = clock.instant();
    List<Stalled> found = new ArrayList<>();
    List<SagaView> page;
    long after = 0;
    do {
      page = sagas.open(after, PAGE);
      for (SagaView saga : page) {
        List<Reason> reasons = reasons(saga, types.known(saga.type()), silence, now);
        if (!reasons.isEmpty() && found.size() < limit) {
          found.add(stalled(saga, reasons));
        }
        after = saga.startedPosition();
      }
    } while (page.size() == PAGE && found.size() < limit);
    return found;
  }

  private static Stalled stalled(SagaView saga, List<Reason> reasons) {
    return new Stalled(
        saga.sagaId(),
        saga.type(),
        saga.status(),
        saga.currentStep(),
        saga.startedAt(),
        saga.lastEventAt(),
        reasons);
  }

  /** Why a saga is thought to stand still, if it is. */
  static List<Reason> reasons(
      SagaView saga, @Nullable SagaType<?> type, Optional<Duration> silence, Instant now) {
    List<Reason> reasons = new ArrayList<>();
    for (StepView step : saga.steps()) {
      DeclaredStep declared = type == null ? null : type.steps().get(step.name());
      if (declared != null) {
        addStep(step, declared, now, reasons);
      }
    }
    SagaView.Stuck stuck = saga.stuck();
    if (stuck != null) {
      String why = new StuckRuns.Cause(stuck.code(), stuck.message()).inWords();
      reasons.add(new Reason(null, false, stuck.since(), why));
    } else if (isSilent(saga, type, silence, now)) {
      String waits =
          saga.status() == SagaView.Status.AWAITING_OPERATOR ? "; it waits for an operator" : "";
      reasons.add(
          new Reason(
              null,
              false,
              saga.lastEventAt(),
              "nothing has happened for %s%s".formatted(inWords(saga.lastEventAt(), now), waits)));
    }
    return reasons;
  }

  private static boolean isSilent(
      SagaView saga, @Nullable SagaType<?> type, Optional<Duration> silence, Instant now) {
    boolean expected = silence.isEmpty() && isAnythingUnderWay(saga, type);
    return !expected && saga.lastEventAt().plus(silence.orElse(LONG_SILENCE)).isBefore(now);
  }

  /** It says itself how long it takes: an event may be days off. */
  private static boolean isAnythingUnderWay(SagaView saga, @Nullable SagaType<?> type) {
    return type != null
        && saga.steps().stream()
            .anyMatch(
                step -> {
                  DeclaredStep declared = type.steps().get(step.name());
                  return declared != null
                      && (step.underWaySince() != null
                          || (step.undoingSince() != null && declared.hasUndo()));
                });
  }

  private static void addStep(
      StepView step, DeclaredStep declared, Instant now, List<Reason> reasons) {
    Limits limits = declared.limits();
    Instant since = step.underWaySince();
    if (since != null && limits.isStalled(since, now)) {
      String message =
          declared instanceof OutsideEvent<?> event
              ? "it waits for '%s' for %s; it usually comes within %s"
                  .formatted(event.eventType(), inWords(since, now), limits.expected())
              : late("it", since, limits.expected(), now);
      reasons.add(new Reason(step.name(), false, since, message));
    }
    Instant due = step.undoingSince();
    if (due != null && declared.hasUndo() && limits.isStalled(due, now)) {
      reasons.add(
          new Reason(step.name(), true, due, late("its undo", due, limits.expected(), now)));
    }
  }

  private static String late(String what, Instant since, Duration expected, Instant now) {
    return "%s has run for %s and usually takes %s".formatted(what, inWords(since, now), expected);
  }

  private static Duration inWords(Instant since, Instant now) {
    return Duration.ofMillis(Duration.between(since, now).toMillis());
  }
}
