package dev.skald.workflows.engine;

import dev.skald.domain.Origin;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operator decided about something that a saga waits for, and why.
 *
 * @param number which time it waits, so that a decision that comes late settles nothing else
 * @param answer what the step came to, where later steps need it
 */
public record Decision(
    int number, String reason, @Nullable Map<String, Object> answer, Origin origin) {}
