package dev.skald.workflows.engine;

import dev.skald.workflows.engine.SagaJournal.OpenStep;
import dev.skald.workflows.engine.SagaJournal.Standing;
import dev.skald.workflows.engine.Undos.Due;
import java.util.List;
import java.util.Objects;

/**
 * What has to be undone, newest first, and why: a turn that stands in the log has its reason there.
 *
 * @param beside what was not taken yet, but is taken beside the way: it keeps its commands
 */
record Turned(SagaFailure why, List<Due> due, List<OpenStep> beside) {

  static Turned of(Standing standing, SagaFailure why, List<Due> due, List<OpenStep> beside) {
    return new Turned(Objects.requireNonNullElse(standing.why(), why), due, beside);
  }

  boolean leavesAlone(String step) {
    return beside.stream().anyMatch(open -> open.step().equals(step));
  }
}
