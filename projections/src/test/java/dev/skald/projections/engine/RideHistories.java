package dev.skald.projections.engine;

import dev.skald.domain.Location;
import dev.skald.domain.Money;
import dev.skald.domain.Place;
import dev.skald.domain.RideId;
import dev.skald.domain.VehicleType;
import dev.skald.domain.content.ContentEvent.ContentCatalogued;
import dev.skald.domain.content.ContentEvent.ContentDeleted;
import dev.skald.domain.content.ContentEvent.ContentPublished;
import dev.skald.domain.content.ContentEvent.ContentStored;
import dev.skald.domain.content.ContentEvent.ContentTranscoded;
import dev.skald.domain.content.ContentEvent.ContentWithdrawn;
import dev.skald.domain.content.ContentEvent.MetadataDiscarded;
import dev.skald.domain.content.ContentEvent.MetadataExtracted;
import dev.skald.domain.content.ContentEvent.RenditionsDiscarded;
import dev.skald.domain.content.ContentEvent.ThumbnailsDiscarded;
import dev.skald.domain.content.ContentEvent.ThumbnailsMade;
import dev.skald.domain.content.MediaMetadata;
import dev.skald.domain.content.Profile;
import dev.skald.domain.content.Rendition;
import dev.skald.domain.content.SourceUrl;
import dev.skald.domain.content.Thumbnail;
import dev.skald.domain.content.Title;
import dev.skald.domain.drivers.DriverEvent.DriverChanged;
import dev.skald.domain.drivers.DriverEvent.DriverRegistered;
import dev.skald.domain.drivers.DriverEvent.DriverReleased;
import dev.skald.domain.drivers.DriverEvent.DriverReleased.Why;
import dev.skald.domain.drivers.DriverEvent.DriverReserved;
import dev.skald.domain.drivers.DriverProfile;
import dev.skald.domain.trips.Fare;
import dev.skald.domain.trips.Supply;
import dev.skald.domain.trips.Tariff;
import dev.skald.domain.trips.TripEvent.TripCompleted;
import dev.skald.domain.trips.TripEvent.TripCreated;
import dev.skald.domain.trips.TripEvent.TripStarted;
import dev.skald.domain.trips.TripPlan;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rides and content as their sagas leave them: done, or taken back. */
final class RideHistories {

  static final Place PICKUP = new Place("Station", 52.5, 13.4);
  static final Place DESTINATION = new Place("Airport", 52.6, 13.5);
  static final VehicleType VAN = new VehicleType("Van");
  static final Profile PROFILE = new Profile("720p");

  private final World world;
  private final Set<String> registered = new HashSet<>();

  RideHistories(World world) {
    this.world = world;
  }

  void driven(String ride, String driver) {
    reserve(ride, driver);
    world.append("trip-" + ride, new TripCreated(plan(driver)));
    world.append("trip-" + ride, new TripStarted());
    world.append("trip-" + ride, new TripCompleted());
    release(ride, driver, Why.TRIP_COMPLETED, DESTINATION);
  }

  void calledOff(String ride, String driver) {
    reserve(ride, driver);
    release(ride, driver, Why.RIDE_UNDONE, PICKUP);
    world.append(
        "driver-" + driver, new DriverChanged(profile(driver, registered.size() % 2 == 0)));
  }

  void reserve(String ride, String driver) {
    if (registered.add(driver)) {
      world.append("driver-" + driver, new DriverRegistered(profile(driver, true)));
    }
    world.append("driver-" + driver, new DriverReserved(new RideId(ride), PICKUP));
  }

  void created(String ride, String driver) {
    world.append("trip-" + ride, new TripCreated(plan(driver)));
  }

  void published(String content) {
    process(content);
    world.append("content-" + content, new ContentCatalogued(), new ContentPublished());
  }

  void takenBack(String content) {
    process(content);
    world.append(
        "content-" + content,
        new ContentCatalogued(),
        new ContentWithdrawn(),
        new RenditionsDiscarded(),
        new MetadataDiscarded(),
        new ThumbnailsDiscarded(),
        new ContentDeleted());
  }

  void process(String content) {
    world.append(
        "content-" + content,
        new ContentStored(
            new Title("Film " + content),
            new SourceUrl("https://example.com/" + content + ".mp4"),
            List.of(PROFILE),
            "content-processing-" + content),
        new ThumbnailsMade(List.of(new Thumbnail(Duration.ofSeconds(3), 320, 180, "t"))),
        new MetadataExtracted(
            new MediaMetadata("mp4", Duration.ofMinutes(5), 1_920, 1_080, 1_000, "m")),
        new ContentTranscoded(
            List.of(new Rendition(PROFILE.value(), 1_280, 720, 2_800, 10, 2_000, "r"))));
  }

  static TripPlan plan(String driver) {
    Money one = Money.of("1.00", "EUR");
    Tariff tariff = new Tariff(one, one, one, new BigDecimal("30"), new BigDecimal("2.00"));
    Fare fare = Fare.quote(PICKUP.location(), DESTINATION.location(), tariff, new Supply(3, 1));
    return new TripPlan("p-1", driver, "Ada", VAN, PICKUP, DESTINATION, fare, "pay-1");
  }

  private void release(String ride, String driver, Why why, Place where) {
    world.append("driver-" + driver, new DriverReleased(new RideId(ride), why, where.location()));
  }

  private static DriverProfile profile(String driver, boolean onDuty) {
    return new DriverProfile("Driver " + driver, VAN, new Location(52.5, 13.4), onDuty);
  }
}
