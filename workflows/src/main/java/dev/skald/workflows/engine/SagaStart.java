package dev.skald.workflows.engine;

import dev.skald.domain.Origin;
import dev.skald.workflows.engine.SagaControl.CalledOff;
import org.jspecify.annotations.Nullable;

/**
 * What every saga is started with, besides its own request.
 *
 * @param initiator for whom it is done, if that is not the actor
 * @param priority from 1, the most urgent, to 5; null for the usual one
 * @param repair why it is started anew, if it is
 */
public record SagaStart(
    String businessKey,
    String requestHash,
    Origin origin,
    @Nullable String initiator,
    @Nullable Integer priority,
    @Nullable Repair repair) {

  /**
   * A run that follows one which ended without an ending.
   *
   * @param wish of whoever called it off, for which it is undone; null where nobody did
   */
  public record Repair(Kind kind, String reason, @Nullable CalledOff wish) {

    public Repair(Kind kind, String reason) {
      this(kind, reason, null);
    }

    public enum Kind {
      /** Tells the story again: what was done answers from the log. */
      RETRY,
      /** Undoes what stands, unless the pivot has happened. */
      UNDO
    }
  }
}
