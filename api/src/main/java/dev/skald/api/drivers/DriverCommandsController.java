package dev.skald.api.drivers;

import dev.skald.activities.CommandResult;
import dev.skald.activities.drivers.DriverCommands;
import dev.skald.api.Caller;
import dev.skald.api.InvalidRequest;
import dev.skald.api.OncePerKey;
import dev.skald.api.Problem;
import dev.skald.domain.Location;
import dev.skald.domain.VehicleType;
import dev.skald.domain.drivers.DriverId;
import dev.skald.domain.drivers.DriverProfile;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says which drivers there are, and where. */
@Tag(name = "drivers")
@RestController
@RequestMapping("/api/v1/drivers")
@ConditionalOnProperty(name = "skald.api.commands", matchIfMissing = true)
public final class DriverCommandsController {

  private static final int MAX_NAME = 200;

  private final DriverCommands drivers;

  DriverCommandsController(DriverCommands drivers) {
    this.drivers = drivers;
  }

  /** What callers send about a driver; available is whether he takes rides. */
  record Registration(
      String name, VehicleType vehicleType, double lat, double lon, boolean available) {
    Registration {
      if (name.isBlank() || name.length() > MAX_NAME) {
        throw new IllegalArgumentException("name must have 1 to %d characters".formatted(MAX_NAME));
      }
      new Location(lat, lon);
    }

    DriverProfile profile() {
      return new DriverProfile(name, vehicleType, new Location(lat, lon), available);
    }
  }

  /** What an accepted command answers. */
  public record DriverAccepted(String driverId, long version, long position) {}

  @Operation(
      summary = "Register a driver, or change what is known of him; a ride he is on stays his")
  @OncePerKey
  @PutMapping("/{id}")
  DriverAccepted put(
      @PathVariable String id, @RequestBody Registration registration, HttpServletRequest http) {
    DriverId driver = driverId(id);
    DriverProfile profile = registration.profile();
    String key = Caller.idempotencyKey(http).orElseGet(() -> UUID.randomUUID().toString());
    return switch (drivers.put(driver, profile, key, Caller.origin(http))) {
      case CommandResult.Done(long version, long position) ->
          new DriverAccepted(id, version, position);
      case CommandResult.Refused(var refusal) ->
          throw Problem.conflict(refusal.code(), refusal.message());
    };
  }

  private static DriverId driverId(String id) {
    try {
      return new DriverId(id);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequest("driverId", String.valueOf(e.getMessage()));
    }
  }
}
