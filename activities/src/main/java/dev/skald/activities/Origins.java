package dev.skald.activities;

import dev.skald.domain.Origin;
import dev.skald.eventstore.Metadata;
import dev.skald.workflows.engine.StepCall;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Carries who began a piece of work into the metadata of the events that come of it. */
public final class Origins {

  public static final String SAGA_ID = "sagaId";
  public static final String CLIENT_ADDRESS = "clientAddress";
  public static final String USER_AGENT = "userAgent";

  /** The savepoints on whose ways a step was taken, or another way was begun. */
  static final String WAYS = "ways";

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
    return metadata(call, commandId, call.origin());
  }

  /** Of what somebody else says of a step. */
  static Metadata metadata(StepCall call, String commandId, Origin origin) {
    return metadata(origin, call.sagaId(), commandId, call.ways());
  }

  /**
   * @param ways on which it happens
   */
  static Metadata metadata(
      Origin origin, String sagaId, String commandId, @Nullable List<String> ways) {
    return metadata(origin, sagaId, commandId)
        .with(WAYS, ways == null || ways.isEmpty() ? null : String.join(" ", ways));
  }

  static List<String> ways(Metadata metadata) {
    return metadata.get(WAYS).stream().flatMap(Pattern.compile(" ")::splitAsStream).toList();
  }

  static Metadata metadata(Origin origin, String sagaId, String commandId) {
    return metadata(origin)
        .with(SAGA_ID, sagaId)
        .with(Metadata.CAUSATION_ID, sagaId)
        .with(Metadata.COMMAND_ID, commandId);
  }
}
