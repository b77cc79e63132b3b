package dev.skald.api.sagas;

import dev.skald.activities.SagaLog;
import dev.skald.api.InvalidRequest;
import dev.skald.api.Problem;
import dev.skald.api.RequestBodies;
import dev.skald.api.sagas.SagaCalls.Undoing;
import dev.skald.domain.Origin;
import dev.skald.projections.sagas.SagaView;
import dev.skald.projections.sagas.StepView;
import dev.skald.workflows.engine.Decision;
import dev.skald.workflows.engine.DecisionKind;
import dev.skald.workflows.engine.DeclaredStep;
import dev.skald.workflows.engine.OutsideEvent;
import dev.skald.workflows.engine.SagaControl.CalledOff;
import dev.skald.workflows.engine.SagaStart.Repair;
import dev.skald.workflows.engine.SagaType;
import dev.skald.workflows.engine.Step;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What operators do with a saga that runs: it is called off, and decided about. */
final class SagaOperations {

  /** The code of a failure that is an operator's wish. */
  private static final String CALLED_OFF = "called-off";

  private final SagaCalls calls;
  private final SagaViews views;
  private final SagaTypes types;
  private final SagaLog log;
  private final RequestBodies bodies;
  private final Revival revival;

  SagaOperations(
      SagaCalls calls,
      SagaViews views,
      SagaTypes types,
      SagaLog log,
      RequestBodies bodies,
      Revival revival) {
    this.calls = calls;
    this.views = views;
    this.types = types;
    this.log = log;
    this.bodies = bodies;
    this.revival = revival;
  }

  /**
   * What an operator decides about.
   *
   * @param round null where it is the only one that waits
   * @param number which time the saga asks; null where the caller decides whatever waits now
   */
  record Asked(String step, @Nullable Integer round, @Nullable Integer number) {}

  /** What waits for a decision: its command's id tells it from all else that ever waited. */
  private record Question(String id, int number, boolean undo) {}

  /** Calling off what is called off already changes nothing. */
  void compensate(String sagaId, String reason, Origin origin) {
    // First: one that was called off before it was lost is not being undone by anybody.
    if (revival.revive(sagaId, Repair.Kind.UNDO, reason, origin) || isCalledOff(sagaId)) {
      return;
    }
    views.requireNotEnded(sagaId);
    try {
      Undoing run = calls.compensate(sagaId, new CalledOff(reason, origin));
      views.view(sagaId).ifPresent(this::requireUndone);
      // It may be lost before it has turned back, and whoever asked was told that it will.
      log.recordCalledOff(sagaId, run.runId(), run.wish());
    } catch (SagaCalls.NotNow no) {
      if (!isCalledOff(sagaId)) {
        throw notPossible(no);
      }
    } catch (SagaCalls.NotRunning gone) {
      if (!isCalledOff(sagaId)) {
        throw ended(sagaId, gone);
      }
    }
  }

  /** A run does not know what a workflow task that was lost has done; the log does. */
  private void requireUndone(SagaView saga) {
    if (saga.status() == SagaView.Status.COMPLETED) {
      throw SagaViews.ended(saga);
    }
    if (revival.isPastPivot(saga)) {
      throw Problem.conflict("not-possible-now", "the saga is past its point of no return");
    }
  }

  private boolean isCalledOff(String sagaId) {
    return views
        .view(sagaId)
        .map(SagaView::failure)
        .filter(failure -> failure.code().equals(CALLED_OFF))
        .isPresent();
  }

  void decide(
      String sagaId,
      Asked about,
      DecisionKind kind,
      String reason,
      @Nullable Map<String, Object> result,
      Origin origin) {
    // A saga of which nothing is recorded yet waits for nobody; one that there is not is a 404.
    SagaType<?> type = types.find(views.find(sagaId).type());
    String step = about.step();
    DeclaredStep declared = declared(type, step);
    if (kind == DecisionKind.RETRY && revival.revive(sagaId, Repair.Kind.RETRY, reason, origin)) {
      return;
    }
    Question question = question(sagaId, about);
    if (kind == DecisionKind.RESOLVE) {
      checkResult(declared, question, result);
    }
    Decision decision = new Decision(question.number(), reason, result, origin, question.id());
    try {
      calls.tell(
          sagaId,
          kind.name().toLowerCase(Locale.ROOT),
          "%s/%d/%s".formatted(question.id(), question.number(), kind),
          step,
          decision);
    } catch (SagaCalls.NotNow no) {
      throw notPossible(no);
    } catch (SagaCalls.NotRunning gone) {
      throw ended(sagaId, gone);
    }
  }

  private static DeclaredStep declared(SagaType<?> type, String step) {
    DeclaredStep declared = type.steps().get(step);
    if (declared == null) {
      throw Problem.notFound(
          "step-unknown",
          "saga '%s' has no step '%s'; there are %s"
              .formatted(type.name(), step, type.steps().keySet()));
    }
    return declared;
  }

  private Question question(String sagaId, Asked about) {
    Optional<SagaView> saga = views.view(sagaId);
    if (saga.map(SagaView::hasEnded).orElse(false)) {
      throw SagaViews.ended(saga.orElseThrow());
    }
    if (saga.map(SagaView::isGivenUp).orElse(false)) {
      throw runLost(saga.orElseThrow());
    }
    List<StepView> rounds =
        saga.stream()
            .flatMap(view -> view.steps().stream())
            .filter(step -> step.name().equals(about.step()))
            .toList();
    List<StepView> waiting = rounds.stream().filter(StepView::waitsForOperator).toList();
    if (waiting.isEmpty()) {
      throw Problem.conflict(
          "nothing-waits", undecided(sagaId, about.step(), rounds.stream().findFirst()));
    }
    Question question = question(sagaId, one(waiting, about));
    if (about.number() != null && about.number() != question.number()) {
      throw Problem.conflict(
          "asked-again",
          "the decision names 'asked' %d of step '%s', which is %d by now: look what is asked, and decide anew"
              .formatted(about.number(), about.step(), question.number()));
    }
    return question;
  }

  private static StepView one(List<StepView> waiting, Asked about) {
    Integer round = about.round();
    List<Integer> rounds = waiting.stream().map(StepView::round).toList();
    if (round == null && waiting.size() > 1) {
      throw new InvalidRequest(
          "round",
          "is required: rounds %s of '%s' wait for a decision".formatted(rounds, about.step()));
    }
    return waiting.stream()
        .filter(step -> round == null || round == step.round())
        .findFirst()
        .orElseThrow(
            () ->
                Problem.conflict(
                    "nothing-waits",
                    "round %d of step '%s' waits for no decision; those that do are %s"
                        .formatted(round, about.step(), rounds)));
  }

  private static String undecided(String sagaId, String name, Optional<StepView> step) {
    return step.map(StepView::waiting)
        .map(
            waiting ->
                "step '%s' waits for no decision, but for the event '%s': send it with POST /api/v1/sagas/%s/events"
                    .formatted(name, waiting.eventType(), sagaId))
        .orElseGet(
            () ->
                "step '%s' waits for no decision; it is %s, its undo %s"
                    .formatted(
                        name,
                        step.map(StepView::status).orElse(StepView.Status.PENDING),
                        step.map(one -> one.undo().status()).orElse(StepView.UndoStatus.NONE)));
  }

  private static Question question(String sagaId, StepView step) {
    String command = "%s/%s/%d".formatted(sagaId, step.name(), step.round());
    int number = Objects.requireNonNullElse(step.asked(), 1);
    return step.undo().status() == StepView.UndoStatus.WAITING
        ? new Question(command + "/undo", number, true)
        : new Question(command, number, false);
  }

  private void checkResult(
      DeclaredStep step, Question question, @Nullable Map<String, Object> result) {
    if (question.undo()) {
      if (result != null) {
        throw new InvalidRequest("result", "an undo has no result: leave it out");
      }
      return;
    }
    Class<? extends Record> answer =
        switch (step) {
          case Step<?, ?, ?> done -> done.answer();
          case OutsideEvent<?> event -> event.data();
        };
    if (result != null) {
      bodies.check(result, answer, "result");
    } else if (answer.getRecordComponents().length > 0) {
      throw new InvalidRequest(
          "result", "is required: what the step would have answered, which later steps need");
    }
  }

  /** One that the log does not know the end of was never started, or its run is lost. */
  private Problem ended(String sagaId, SagaCalls.NotRunning gone) {
    return views
        .view(sagaId)
        .map(saga -> saga.hasEnded() ? SagaViews.ended(saga) : runLost(saga))
        .orElseGet(() -> Problem.notFound("saga-unknown", String.valueOf(gone.getMessage())));
  }

  private Problem runLost(SagaView saga) {
    return Problem.conflict(
        "run-lost",
        "saga '%s' has not ended, but Temporal does not run it; %s"
            .formatted(saga.sagaId(), revival.outlook(saga)));
  }

  private static Problem notPossible(SagaCalls.NotNow no) {
    return Problem.conflict("not-possible-now", String.valueOf(no.getMessage()));
  }
}
