package dev.skald.activities.drivers;

import dev.skald.activities.Outcome;
import dev.skald.activities.RehearsalProperties;
import dev.skald.activities.StepRecorder;
import dev.skald.activities.Streams;
import dev.skald.domain.Refusal;
import dev.skald.domain.drivers.Driver;
import dev.skald.domain.drivers.DriverEvent;
import dev.skald.domain.drivers.DriverId;
import dev.skald.eventstore.CommandId;
import dev.skald.eventstore.EventStore;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.UndoAnswer;
import dev.skald.workflows.steps.DriverSteps;

/** The drivers' steps: each is decided on the stream of the one driver that it concerns. */
final class EventSourcedDrivers implements DriverSteps {

  /** A pickup by this name finds no driver, where rehearsals are allowed. */
  private static final String NOWHERE = "nowhere";

  private final StepRecorder recorder;
  private final EventStore store;
  private final Streams<Driver, DriverEvent> drivers;
  private final Dispatch dispatch;
  private final RehearsalProperties rehearsal;

  EventSourcedDrivers(
      StepRecorder recorder,
      EventStore store,
      Streams<Driver, DriverEvent> drivers,
      Dispatch dispatch,
      RehearsalProperties rehearsal) {
    this.recorder = recorder;
    this.store = store;
    this.drivers = drivers;
    this.dispatch = dispatch;
    this.rehearsal = rehearsal;
  }

  @Override
  public StepAnswer<ReservedDriver> reserve(StepCall call, ReserveDriver command) {
    try (Dispatch.Search search = dispatch.new Search(command)) {
      return recorder.perform(
          call,
          command,
          ReservedDriver.class,
          () -> isRehearsal(command) ? nobodyGoesThere() : search.outcome());
    }
  }

  @Override
  public UndoAnswer release(StepCall call, ReserveDriver command) {
    return recorder.undo(
        call,
        command,
        () ->
            drivers.decide(
                reservedBy(call).value(),
                driver -> Driver.release(driver, command.rideId()),
                driver -> driver));
  }

  private boolean isRehearsal(ReserveDriver command) {
    return rehearsal.enabled() && command.pickup().name().strip().equalsIgnoreCase(NOWHERE);
  }

  private static Outcome<ReservedDriver> nobodyGoesThere() {
    return new Outcome.Refused<>(new Refusal("no-driver", "no driver goes to nowhere"));
  }

  /** The command does not say who was reserved; what it recorded does. */
  private DriverId reservedBy(StepCall call) {
    return store.command(new CommandId(call.commandId())).stream()
        .flatMap(recorded -> recorded.events().stream())
        .filter(event -> event.streamId().category().equals(DriverEvent.CATEGORY))
        .map(event -> new DriverId(event.streamId().id()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "'%s' has happened, but reserved nobody".formatted(call.commandId())));
  }
}
