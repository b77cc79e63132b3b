package dev.skald.activities.drivers;

import dev.skald.activities.Outcome;
import dev.skald.activities.Outcome.Done;
import dev.skald.activities.Streams;
import dev.skald.activities.drivers.DriverRoster.Candidate;
import dev.skald.domain.Refusal;
import dev.skald.domain.drivers.Driver;
import dev.skald.domain.drivers.DriverEvent;
import dev.skald.domain.drivers.DriverId;
import dev.skald.eventstore.EventStore;
import dev.skald.workflows.steps.DriverSteps.ReserveDriver;
import dev.skald.workflows.steps.DriverSteps.ReservedDriver;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds a ride the nearest driver who is free. Riders who ask at the same moment are kept from
 * running after the same driver: whom one of them is trying to get, the others try last.
 */
final class Dispatch {

  /** How long to wait until all drivers are seen who are there; then the try fails. */
  private static final Duration UNTIL_ALL_ARE_SEEN = Duration.ofSeconds(2);

  private final EventStore store;
  private final DriverRoster roster;
  private final Streams<Driver, DriverEvent> drivers;
  private final Set<DriverId> wooed = ConcurrentHashMap.newKeySet();

  Dispatch(EventStore store, DriverRoster roster, Streams<Driver, DriverEvent> drivers) {
    this.store = store;
    this.roster = roster;
    this.drivers = drivers;
  }

  /** One rider's search, over all the races that it may lose. */
  final class Search implements AutoCloseable {

    private final ReserveDriver wanted;
    private final Set<DriverId> mine = new HashSet<>();

    Search(ReserveDriver wanted) {
      this.wanted = wanted;
    }

    Outcome<ReservedDriver> outcome() {
      return look()
          .or(this::lookAtAll)
          .orElseGet(
              () ->
                  new Outcome.Refused<>(
                      new Refusal(
                          "no-driver",
                          "no driver with a %s is free".formatted(wanted.vehicleType()))));
    }

    /** A refusal stands for ever: a driver may have come behind an append that is under way. */
    private Optional<Outcome<ReservedDriver>> lookAtAll() {
      store.awaitSettled(UNTIL_ALL_ARE_SEEN);
      return look();
    }

    private Optional<Outcome<ReservedDriver>> look() {
      close();
      List<Candidate> passedOver = new ArrayList<>();
      for (Candidate candidate : roster.free(wanted.vehicleType(), wanted.pickup().location())) {
        if (woo(candidate.id())) {
          Optional<Outcome<ReservedDriver>> reserved = reserve(candidate);
          if (reserved.isPresent()) {
            return reserved;
          }
        } else {
          passedOver.add(candidate);
        }
      }
      return passedOver.stream().flatMap(candidate -> reserve(candidate).stream()).findFirst();
    }

    private boolean woo(DriverId driver) {
      return wooed.add(driver) && mine.add(driver);
    }

    /** Nothing if his own stream knows better than the roster. */
    private Optional<Outcome<ReservedDriver>> reserve(Candidate candidate) {
      Outcome<ReservedDriver> outcome =
          drivers.decide(
              candidate.id().value(),
              driver ->
                  Driver.reserve(driver, wanted.rideId(), wanted.vehicleType(), wanted.pickup()),
              _ -> answer(candidate));
      return outcome instanceof Done<ReservedDriver> ? Optional.of(outcome) : Optional.empty();
    }

    @Override
    public void close() {
      wooed.removeAll(mine);
      mine.clear();
    }
  }

  private static ReservedDriver answer(Candidate candidate) {
    return new ReservedDriver(
        candidate.id(),
        candidate.driver().profile().name(),
        candidate.driver().profile().vehicleType(),
        BigDecimal.valueOf(candidate.kilometres()).setScale(3, RoundingMode.HALF_UP));
  }
}
