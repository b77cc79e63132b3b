package dev.skald.worker;

import dev.skald.activities.SagaLog;
import dev.skald.activities.SagaLog.Beginning;
import dev.skald.domain.Origin;

/** Who it is that looks after sagas: nobody who asked, but within what somebody asked for. */
final class Ourselves {

  private static final String NAME = "skald";
  private static final Origin ALONE = new Origin(NAME, "recovery", null, null, null, null);

  private Ourselves() {}

  /** Before the start of the saga is recorded, nothing is known of whoever began it. */
  static Origin within(SagaLog log, String sagaId) {
    return log.beginning(sagaId)
        .map(Beginning::origin)
        .map(of -> new Origin(NAME, of.correlationId(), of.tenant(), of.traceparent(), null, null))
        .orElse(ALONE);
  }
}
