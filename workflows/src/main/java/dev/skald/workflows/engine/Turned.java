package dev.skald.workflows.engine;

import dev.skald.workflows.engine.Undos.Due;
import java.util.List;

/**
 * What has to be undone, newest first, and why.
 *
 * @param ways those within the one that is given up that had been given up before
 */
record Turned(SagaFailure why, List<Due> due, List<String> ways) {}
