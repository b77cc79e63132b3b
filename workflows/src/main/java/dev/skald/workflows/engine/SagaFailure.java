package dev.skald.workflows.engine;

/** Why a saga turned back. */
public record SagaFailure(String step, String code, String message) {}
