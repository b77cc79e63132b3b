package dev.skald.workflows.steps;

import dev.skald.domain.Place;
import dev.skald.domain.RideId;
import dev.skald.domain.VehicleType;
import dev.skald.domain.drivers.DriverId;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.UndoAnswer;
import io.temporal.activity.ActivityInterface;
import java.math.BigDecimal;

/** What drivers do in sagas. */
@ActivityInterface(namePrefix = "drivers.")
public interface DriverSteps {

  /** Takes the nearest free driver with such a vehicle. Refused where there is none. */
  StepAnswer<ReservedDriver> reserve(StepCall call, ReserveDriver command);

  /** Undoes a reservation: the driver is free again. */
  UndoAnswer release(StepCall call, ReserveDriver command);

  record ReserveDriver(RideId rideId, Place pickup, VehicleType vehicleType) {}

  /** Who comes, and how far away he is. */
  record ReservedDriver(
      DriverId driverId, String name, VehicleType vehicleType, BigDecimal kilometresAway) {}
}
