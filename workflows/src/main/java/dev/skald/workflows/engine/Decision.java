package dev.skald.workflows.engine;

import dev.skald.domain.Origin;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operator decided about something that a saga waits for, and why.
 *
 * @param number which time it waits, so that a decision that comes late settles nothing else
 * @param answer what the step came to, where later steps need it
 * @param about the command that waits, a step's or its undo's, since a run that goes on for a lost
 *     one counts from the beginning; null where an older build tells it
 */
public record Decision(
    int number,
    String reason,
    @Nullable Map<String, Object> answer,
    Origin origin,
    @Nullable String about) {

  /** About whatever waits for that time. */
  public Decision(int number, String reason, @Nullable Map<String, Object> answer, Origin origin) {
    this(number, reason, answer, origin, null);
  }

  boolean isAbout(String command) {
    return about == null || about.equals(command);
  }
}
