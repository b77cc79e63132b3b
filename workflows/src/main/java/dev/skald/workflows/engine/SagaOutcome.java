package dev.skald.workflows.engine;

import org.jspecify.annotations.Nullable;

/**
 * How a saga ended.
 *
 * @param position of the event that says so
 */
public record SagaOutcome(SagaStatus status, @Nullable SagaFailure failure, long position) {}
