package dev.skald.activities.drivers;

import dev.skald.activities.CommandResult;
import dev.skald.activities.Commands;
import dev.skald.activities.Streams;
import dev.skald.domain.Origin;
import dev.skald.domain.drivers.Driver;
import dev.skald.domain.drivers.DriverEvent;
import dev.skald.domain.drivers.DriverId;
import dev.skald.domain.drivers.DriverProfile;

/** What drivers say of themselves. */
public final class DriverCommands {

  private final Commands commands;
  private final Streams<Driver, DriverEvent> drivers;

  DriverCommands(Commands commands, Streams<Driver, DriverEvent> drivers) {
    this.commands = commands;
    this.drivers = drivers;
  }

  /** Registers the driver, or changes what is known of him. A ride that he is on stays his. */
  public CommandResult put(DriverId driver, DriverProfile profile, String key, Origin origin) {
    return commands.run(
        new Commands.Request("put-driver", driver.value(), key, profile.toString(), origin),
        drivers,
        known -> Driver.put(known, profile));
  }
}
