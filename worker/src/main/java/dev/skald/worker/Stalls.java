package dev.skald.worker;

import dev.skald.activities.SagaLog;
import dev.skald.domain.sagas.SagaEvent.SagaStalled;
import dev.skald.projections.sagas.SagaView;
import dev.skald.projections.sagas.StepView;
import dev.skald.workflows.SagaCatalog;
import dev.skald.workflows.engine.DeclaredStep;
import dev.skald.workflows.engine.SagaType;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says of each step, and of each undo, once that it takes far longer than expected. More is not
 * done about it: its own limits end it, or an operator does.
 */
final class Stalls {

  private static final Logger LOG = LoggerFactory.getLogger(Stalls.class);
  private static final int PAGE = 200;

  private final BiFunction<Long, Integer, List<SagaView>> open;
  private final SagaCatalog sagas;
  private final SagaLog log;
  private final MeterRegistry meters;

  /**
   * Looks at nothing yet.
   *
   * @param open lists so many of those that have not ended, after the start of another
   */
  Stalls(
      BiFunction<Long, Integer, List<SagaView>> open,
      SagaCatalog sagas,
      SagaLog log,
      MeterRegistry meters) {
    this.open = open;
    this.sagas = sagas;
    this.log = log;
    this.meters = meters;
  }

  /** One that cannot be looked at keeps nobody from the others: it is told of in the end. */
  void look(Instant now) {
    long last = 0;
    List<SagaView> page;
    RuntimeException failed = null;
    do {
      page = open.apply(last, PAGE);
      for (SagaView saga : page) {
        last = saga.startedPosition();
        try {
          sagas.find(saga.type()).ifPresent(known -> look(saga, known.type(), now));
        } catch (RuntimeException e) {
          failed = failed == null ? e : failed;
        }
      }
    } while (page.size() == PAGE);
    if (failed != null) {
      throw failed;
    }
  }

  private void look(SagaView saga, SagaType<?> type, Instant now) {
    for (StepView step : saga.steps()) {
      DeclaredStep declared = type.steps().get(step.name());
      if (declared != null) {
        look(saga, step, declared, false, step.underWaySince(), now);
        look(saga, step, declared, true, declared.hasUndo() ? step.undoingSince() : null, now);
      }
    }
  }

  private void look(
      SagaView saga,
      StepView step,
      DeclaredStep declared,
      boolean undo,
      @Nullable Instant since,
      Instant now) {
    if (since == null
        || !declared.limits().isStalled(since, now)
        || (step.stalledAt() != null && !step.stalledAt().isBefore(since))) {
      return;
    }
    long expected = declared.limits().expected().toMillis();
    log.record(
        saga.sagaId(),
        "%s/%s/%d%s/stalled-%d"
            .formatted(
                saga.sagaId(),
                step.name(),
                step.round(),
                undo ? "/undo" : "",
                since.toEpochMilli()),
        Ourselves.within(log, saga.sagaId()),
        new SagaStalled(step.name(), step.round(), undo, expected));
    meters.counter("skald.sagas.stalled", "type", saga.type(), "step", step.name()).increment();
    LOG.atWarn()
        .addKeyValue("saga", saga.sagaId())
        .addKeyValue("step", step.name())
        .addKeyValue("since", since)
        .log("A step, or its undo, takes far longer than expected");
  }
}
