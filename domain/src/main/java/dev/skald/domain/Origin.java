package dev.skald.domain;

import org.jspecify.annotations.Nullable;

/** Who and what began a piece of work. It reaches the metadata of every event that comes of it. */
public record Origin(
    String actor,
    String correlationId,
    @Nullable String tenant,
    @Nullable String traceparent,
    @Nullable String clientAddress,
    @Nullable String userAgent) {}
