package dev.skald.projections.sagas;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which sagas are wanted; what is null excludes none.
 *
 * @param from started then or later
 * @param to started before then
 * @param q words to be found in id, business key, current step or failure
 */
public record SagaFilter(
    @Nullable String type,
    SagaView.@Nullable Status status,
    @Nullable String businessKey,
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable String q) {

  public static final SagaFilter ALL = new SagaFilter(null, null, null, null, null, null);
}
