package dev.skald.projections.sagas;

import dev.skald.domain.sagas.SagaEvent;
import dev.skald.projections.engine.Fact;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A saga as people see it.
 *
 * @param type empty as long as only events from outside have come for it
 * @param steps each in the round that it is in, in the order of the story; then earlier rounds
 *     whose undo people are asked about, or gave up on
 * @param turned the savepoints it is being turned back to; empty text stands for all of it
 * @param stalls how often a step or undo was found to take far longer than expected, or its run to
 *     be stuck
 * @param recovery what was done about a run of it that was lost, if one was
 * @param stuck why its story cannot be told, while it cannot
 * @param calledOff why somebody wished it undone, if somebody did; it turns back when what is under
 *     way has ended. One that was called off by Temporal's own means shows it from then on
 */
public record SagaView(
    String sagaId,
    String type,
    Status status,
    String businessKey,
    @Nullable String initiator,
    @Nullable Integer priority,
    Instant startedAt,
    @Nullable Instant endedAt,
    Instant lastEventAt,
    @Nullable String currentStep,
    @Nullable Failure failure,
    List<StepView> steps,
    List<String> turned,
    int stalls,
    @Nullable Recovery recovery,
    @Nullable Stuck stuck,
    @Nullable CalledOff calledOff,
    long version,
    long startedPosition,
    long position) {

  public enum Status {
    RUNNING,
    COMPENSATING,
    AWAITING_OPERATOR,
    COMPLETED,
    COMPENSATED,
    COMPENSATION_FAILED
  }

  public record Failure(String step, String code, String message) {}

  /**
   * The last try to recover a lost run.
   *
   * @param tries how many there were
   */
  public record Recovery(int tries, String finding, String action) {

    private static final String GIVE_UP = "GIVE_UP";

    /** Whether an operator has to say what becomes of the saga. */
    boolean isGivenUp() {
      return action.equals(GIVE_UP);
    }
  }

  /**
   * A run that workers try to go on with, again and again.
   *
   * @param since when it was found
   */
  public record Stuck(String code, String message, Instant since) {}

  /** A wish to have it undone, which its run has taken. */
  public record CalledOff(String reason, Instant at) {}

  public SagaView {
    steps = List.copyOf(steps);
    turned = List.copyOf(turned);
  }

  /** The saga after one more of its events. */
  public static SagaView evolve(@Nullable SagaView saga, Fact<SagaEvent> fact) {
    SagaFold fold = saga == null ? SagaFold.ofNothing(fact) : SagaFold.of(saga);
    fold.learn(fact.event(), fact.at());
    return fold.after(fact);
  }

  /** Whether its start is recorded: an event from outside may come before. */
  public boolean isStarted() {
    return !type.isEmpty();
  }

  /** Whether its run is lost, and only an operator can have it begun anew. */
  public boolean isGivenUp() {
    return !hasEnded() && recovery != null && recovery.isGivenUp();
  }

  /** Whether nothing more will happen to it by itself or by an operator. */
  public boolean hasEnded() {
    return endedAt != null;
  }
}
