package dev.skald.activities;

import dev.skald.domain.Origin;
import dev.skald.eventstore.Metadata;
import dev.skald.workflows.engine.StepCall;

/** Carries who began a piece of work into the metadata of the events that come of it. */
public final class Origins {

  public static final String SAGA_ID = "sagaId";
  public static final String CLIENT_ADDRESS = "clientAddress";
  public static final String USER_AGENT = "userAgent";

  /** For logs that were written by other means than ours. */
  private static final String UNKNOWN = "unknown";

  private Origins() {}

  public static Metadata metadata(Origin origin) {
    return Metadata.EMPTY
        .with(Metadata.ACTOR, origin.actor())
        .with(Metadata.CORRELATION_ID, origin.correlationId())
        .with(Metadata.TENANT, origin.tenant())
        .with(Metadata.TRACEPARENT, origin.traceparent())
        .with(CLIENT_ADDRESS, origin.clientAddress())
        .with(USER_AGENT, origin.userAgent());
  }

  /** Who began the work that an event came of. */
  static Origin of(Metadata metadata) {
    return new Origin(
        metadata.get(Metadata.ACTOR).orElse(UNKNOWN),
        metadata.get(Metadata.CORRELATION_ID).orElse(UNKNOWN),
        metadata.get(Metadata.TENANT).orElse(null),
        metadata.get(Metadata.TRACEPARENT).orElse(null),
        metadata.get(CLIENT_ADDRESS).orElse(null),
        metadata.get(USER_AGENT).orElse(null));
  }

  static Metadata metadata(StepCall call, String commandId) {
    return metadata(call.origin(), call.sagaId(), commandId);
  }

  static Metadata metadata(Origin origin, String sagaId, String commandId) {
    return metadata(origin)
        .with(SAGA_ID, sagaId)
        .with(Metadata.CAUSATION_ID, sagaId)
        .with(Metadata.COMMAND_ID, commandId);
  }
}
