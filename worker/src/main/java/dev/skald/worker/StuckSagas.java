package dev.skald.worker;

import dev.skald.activities.LastRun;
import dev.skald.activities.SagaLog;
import dev.skald.activities.StuckRuns;
import dev.skald.activities.StuckRuns.Cause;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.RecoveryTried;
import dev.skald.domain.sagas.SagaEvent.SagaStuck;
import dev.skald.domain.sagas.SagaEvent.SagaUnstuck;
import dev.skald.projections.sagas.OpenSagas.OpenSaga;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says of a saga, once, that its story cannot be told, and why; and that it can again. Nothing else
 * is done about it: people deploy code that can, or end the run.
 */
final class StuckSagas {

  private static final Logger LOG = LoggerFactory.getLogger(StuckSagas.class);

  /** In one look: what a bad release has stuck is many, and each is asked about once more. */
  private static final int MOST = 100;

  private final SagaLog log;
  private final StuckRuns runs;
  private final MeterRegistry meters;
  private int told;

  StuckSagas(SagaLog log, StuckRuns runs, MeterRegistry meters) {
    this.log = log;
    this.runs = runs;
    this.meters = meters;
  }

  /** Begins a look at these. */
  Stream<OpenSaga> lookAt(Stream<OpenSaga> sagas) {
    told = 0;
    return sagas;
  }

  /** Looks at one whose run is not over. */
  void look(OpenSaga saga, LastRun run) {
    if (run.isStuck() == saga.stuck() || told >= MOST) {
      return;
    }
    told++;
    History history = history(saga.sagaId());
    // One that has ended has been told to its end, even if its run has yet to be closed.
    if (history.ended || run.isStuck() == history.stuck) {
      return;
    }
    if (run.isStuck()) {
      Optional<Cause> why = runs.cause(saga.sagaId(), run);
      why.ifPresent(cause -> stuck(saga, history.times + 1, cause));
    } else {
      record(saga, "unstuck-" + history.times, new SagaUnstuck());
    }
  }

  private void stuck(OpenSaga saga, int time, Cause why) {
    if (record(saga, "stuck-" + time, new SagaStuck(why.code(), why.message()))) {
      meters.counter("skald.sagas.stuck", "type", saga.type()).increment();
      LOG.atWarn()
          .addKeyValue("saga", saga.sagaId())
          .addKeyValue("code", why.code())
          .log("The story of a saga cannot be told");
    }
  }

  private boolean record(OpenSaga saga, String id, SagaEvent event) {
    String sagaId = saga.sagaId();
    return log.recordFirst(sagaId, sagaId + "/" + id, Ourselves.within(log, sagaId), event);
  }

  /** What was said so far: the read model that lists the saga may not know it yet. */
  private record History(int times, boolean stuck, boolean ended) {

    private History and(SagaEvent event) {
      return switch (event) {
        case SagaStuck _ -> new History(times + 1, true, ended);
        case SagaUnstuck _, RecoveryTried _ -> new History(times, false, ended);
        default -> event.ends() ? new History(times, stuck, true) : this;
      };
    }
  }

  private History history(String sagaId) {
    History history = new History(0, false, false);
    try (Stream<SagaEvent> events = log.events(sagaId)) {
      for (SagaEvent event : (Iterable<SagaEvent>) events::iterator) {
        history = history.and(event);
      }
    }
    return history;
  }
}
