package dev.skald.activities.drivers;

import dev.skald.activities.Commands;
import dev.skald.activities.Fleet;
import dev.skald.activities.RehearsalProperties;
import dev.skald.activities.StepRecorder;
import dev.skald.activities.Streams;
import dev.skald.domain.drivers.Driver;
import dev.skald.domain.drivers.DriverEvent;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.workflows.steps.DriverSteps;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The drivers' part. */
@Configuration(proxyBeanMethods = false)
public class DriversConfiguration {

  @Bean
  Streams<Driver, DriverEvent> driverStreams(EventStore store, EventTypeRegistry types) {
    return new Streams<>(
        store, types, DriverEvent.CATEGORY, DriverEvent.class, Driver.NONE, Driver::evolve);
  }

  @Bean
  DriverRoster driverRoster(EventStore store, EventTypeRegistry types) {
    return new DriverRoster(store, types);
  }

  @Bean
  DriverSteps driverSteps(
      StepRecorder recorder,
      EventStore store,
      Streams<Driver, DriverEvent> drivers,
      DriverRoster roster,
      RehearsalProperties rehearsal) {
    return new EventSourcedDrivers(
        recorder, store, drivers, new Dispatch(store, roster, drivers), rehearsal);
  }

  @Bean
  DriverCommands driverCommands(Commands commands, Streams<Driver, DriverEvent> drivers) {
    return new DriverCommands(commands, drivers);
  }

  @Bean
  Fleet fleet(DriverRoster roster, Streams<Driver, DriverEvent> drivers) {
    return new EventSourcedFleet(roster, drivers);
  }
}
