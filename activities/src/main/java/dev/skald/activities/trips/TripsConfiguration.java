package dev.skald.activities.trips;

import dev.skald.activities.Commands;
import dev.skald.activities.Fleet;
import dev.skald.activities.StepRecorder;
import dev.skald.activities.Streams;
import dev.skald.domain.trips.Trip;
import dev.skald.domain.trips.TripEvent;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.workflows.steps.TripSteps;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The trips' part. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FareProperties.class)
public class TripsConfiguration {

  @Bean
  Streams<Trip, TripEvent> tripStreams(EventStore store, EventTypeRegistry types) {
    return new Streams<>(
        store, types, TripEvent.CATEGORY, TripEvent.class, Trip.NONE, Trip::evolve);
  }

  @Bean
  TripSteps tripSteps(
      StepRecorder recorder, Streams<Trip, TripEvent> trips, Fleet fleet, FareProperties fares) {
    return new EventSourcedTrips(recorder, trips, fleet, fares.tariff());
  }

  @Bean
  TripCommands tripCommands(Commands commands, Streams<Trip, TripEvent> trips, Fleet fleet) {
    return new TripCommands(commands, trips, fleet);
  }
}
