package dev.skald.activities.drivers;

import dev.skald.domain.Location;
import dev.skald.domain.RideId;
import dev.skald.domain.VehicleType;
import dev.skald.domain.drivers.Driver;
import dev.skald.domain.drivers.Driver.Registered;
import dev.skald.domain.drivers.DriverEvent;
import dev.skald.domain.drivers.DriverId;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.LogFilter;
import dev.skald.eventstore.LogPage;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.UnreadableEvent;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * All drivers, in memory. It is brought up to the head of the log whenever it is asked, so that who
 * has just registered is seen; the first question reads all there is. What it says is a good guess:
 * whether a driver is to be had, only his own stream decides.
 */
final class DriverRoster {

  private static final LogFilter DRIVERS = LogFilter.ofCategories(Set.of(DriverEvent.CATEGORY));
  private static final int PAGE = 1000;

  private final EventStore store;
  private final EventTypeRegistry types;
  private final Map<DriverId, Driver> drivers = new HashMap<>();
  private long position;

  DriverRoster(EventStore store, EventTypeRegistry types) {
    this.store = store;
    this.types = types;
  }

  /** A driver and how far he is away. */
  record Candidate(DriverId id, Registered driver, double kilometres) {}

  /** The free drivers with such a vehicle, nearest first. */
  List<Candidate> free(VehicleType vehicleType, Location place) {
    return candidates(
        place, driver -> driver.isFree() && driver.profile().vehicleType().isSameAs(vehicleType));
  }

  /** All on duty with such a vehicle, except the one who is on this ride. */
  List<Candidate> onDuty(VehicleType vehicleType, Location place, RideId except) {
    return candidates(
        place,
        driver ->
            driver.profile().onDuty()
                && driver.profile().vehicleType().isSameAs(vehicleType)
                && !driver.isOn(except));
  }

  private synchronized List<Candidate> candidates(Location place, Predicate<Registered> wanted) {
    catchUp();
    return drivers.entrySet().stream()
        .filter(entry -> entry.getValue() instanceof Registered driver && wanted.test(driver))
        .map(entry -> candidate(entry.getKey(), (Registered) entry.getValue(), place))
        .sorted(
            Comparator.comparingDouble(Candidate::kilometres)
                .thenComparing(candidate -> candidate.id().value()))
        .toList();
  }

  private static Candidate candidate(DriverId id, Registered driver, Location place) {
    return new Candidate(id, driver, driver.profile().at().kilometresTo(place));
  }

  private void catchUp() {
    long head = store.head();
    while (position < head) {
      LogPage page = store.readLog(position, DRIVERS, PAGE);
      page.events().forEach(this::apply);
      position = page.position();
    }
  }

  /** One whose stream makes no sense, or whose data was deleted, keeps nobody else from a ride. */
  private void apply(RecordedEvent event) {
    DriverId id = new DriverId(event.streamId().id());
    try {
      for (Record data : types.decode(event)) {
        if (data instanceof DriverEvent fact) {
          drivers.put(id, Driver.evolve(drivers.getOrDefault(id, Driver.NONE), fact));
        }
      }
    } catch (UnreadableEvent | IllegalStateException _) {
      drivers.remove(id);
    }
  }
}
