package dev.skald.activities.loyalty;

import dev.skald.activities.StepRecorder;
import dev.skald.activities.Streams;
import dev.skald.domain.loyalty.Award;
import dev.skald.domain.loyalty.PointsEvent;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.UndoAnswer;
import dev.skald.workflows.steps.LoyaltySteps;

/** The points' steps, each decided on the stream of the purchase. */
final class EventSourcedPoints implements LoyaltySteps {

  private final StepRecorder recorder;
  private final Streams<Award, PointsEvent> awards;

  EventSourcedPoints(StepRecorder recorder, Streams<Award, PointsEvent> awards) {
    this.recorder = recorder;
    this.awards = awards;
  }

  @Override
  public StepAnswer<PointsReceipt> award(StepCall call, AwardPoints command) {
    return recorder.perform(
        call,
        command,
        PointsReceipt.class,
        () ->
            awards.decide(
                command.reference(),
                award -> Award.award(award, command.customerId(), command.amount()),
                EventSourcedPoints::receipt));
  }

  @Override
  public UndoAnswer revoke(StepCall call, AwardPoints command) {
    return recorder.undo(
        call,
        command,
        () -> awards.decide(command.reference(), Award::revoke, EventSourcedPoints::receipt));
  }

  private static PointsReceipt receipt(Award award) {
    return switch (award) {
      case Award.Standing(_, long points) -> new PointsReceipt(points);
      case Award.None _, Award.Revoked _ -> new PointsReceipt(0);
    };
  }
}
