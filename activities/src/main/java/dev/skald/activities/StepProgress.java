package dev.skald.activities;

import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.StepProgressed;
import dev.skald.eventstore.Append;
import dev.skald.eventstore.CommandId;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.Expected;
import dev.skald.eventstore.Fingerprint;
import dev.skald.eventstore.StreamId;
import dev.skald.workflows.engine.StepCall;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a long step tells how far it has come, learns that it is cancelled, and resumes. */
public final class StepProgress {

  /** People look no closer than this, and a stream is no place for every heartbeat. */
  private static final Duration BETWEEN_EVENTS = Duration.ofSeconds(1);

  private final EventStore store;

  public StepProgress(EventStore store) {
    this.store = store;
  }

  /** Begins to report on the step that this thread is doing. */
  public <T> Report<T> of(StepCall call, Class<T> checkpoint) {
    return new Report<>(store, call, checkpoint, Activity.getExecutionContext());
  }

  /**
   * The reports of one try.
   *
   * @param <T> what a later try needs in order to go on where this one stopped
   */
  public static final class Report<T> {

    private final EventStore store;
    private final StepCall call;
    private final Class<T> type;
    private final ActivityExecutionContext activity;
    private long recorded = System.nanoTime() - BETWEEN_EVENTS.toNanos();
    private final Pace pace;

    Report(EventStore store, StepCall call, Class<T> type, ActivityExecutionContext activity) {
      this.store = store;
      this.call = call;
      this.type = type;
      this.activity = activity;
      boolean resumes = activity.getLastHeartbeatDetails(type).isPresent();
      pace = resumes ? Pace.ofResumed() : Pace.ofFirst(System.nanoTime());
    }

    /** Where the try before this one had come to, as far as Temporal heard of it. */
    public Optional<T> resumed() {
      return activity.getLastHeartbeatDetails(type);
    }

    /** Throws if the step is to stop: its saga was called off, or its time is over. */
    public void tell(int done, int total, T checkpoint) {
      activity.heartbeat(checkpoint);
      long now = System.nanoTime();
      Long millisLeft = pace.millisLeft(done, total, now);
      if (done == total || now - recorded >= BETWEEN_EVENTS.toNanos()) {
        recorded = now;
        record(new StepProgressed(call.step(), call.round(), done, total, millisLeft));
      }
    }

    private void record(StepProgressed progressed) {
      CommandId id =
          new CommandId(
              "%s/progress/%s/%d"
                  .formatted(
                      call.commandId(), StepTry.id(call, activity.getInfo()), progressed.done()));
      store.append(
          Append.of(id, Fingerprint.of(id.value()), Origins.metadata(call, id.value()))
              .to(
                  StreamId.of(SagaEvent.CATEGORY, call.sagaId()),
                  Expected.any(),
                  List.of(progressed)));
    }
  }
}
