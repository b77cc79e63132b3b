package dev.skald.workflows.engine;

import dev.skald.domain.Origin;

/** What every saga is started with, besides its own request. */
public record SagaStart(String businessKey, String requestHash, Origin origin) {}
