package dev.skald.bench;

import dev.skald.domain.Location;
import dev.skald.domain.Money;
import dev.skald.domain.Place;
import dev.skald.domain.RideId;
import dev.skald.domain.VehicleType;
import dev.skald.domain.content.ContentEvent.ContentCatalogued;
import dev.skald.domain.content.ContentEvent.ContentPublished;
import dev.skald.domain.content.ContentEvent.ContentStored;
import dev.skald.domain.content.ContentEvent.ContentTranscoded;
import dev.skald.domain.content.ContentEvent.MetadataExtracted;
import dev.skald.domain.content.ContentEvent.ThumbnailsMade;
import dev.skald.domain.content.MediaMetadata;
import dev.skald.domain.content.Profile;
import dev.skald.domain.content.Rendition;
import dev.skald.domain.content.SourceUrl;
import dev.skald.domain.content.Thumbnail;
import dev.skald.domain.content.Title;
import dev.skald.domain.drivers.DriverEvent.DriverRegistered;
import dev.skald.domain.drivers.DriverEvent.DriverReleased;
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
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What happens to drivers, trips and content. */
final class RideLives {

  private static final int RIDES = 4;
  private static final Place PICKUP = new Place("Station", 52.5, 13.4);
  private static final Place DESTINATION = new Place("Airport", 52.6, 13.5);
  private static final VehicleType VAN = new VehicleType("Van");
  private static final Profile PROFILE = new Profile("720p");
  private static final Money ONE = Money.of("1.00", "EUR");
  private static final Tariff TARIFF =
      new Tariff(ONE, ONE, ONE, new BigDecimal("30"), new BigDecimal("2.00"));

  private RideLives() {}

  static List<Record> driver(int number, SplittableRandom random) {
    List<Record> events = new ArrayList<>();
    events.add(
        new DriverRegistered(
            new DriverProfile("Driver " + number, VAN, new Location(52.5, 13.4), true)));
    for (int i = 0; i < RIDES; i++) {
      RideId ride = new RideId("r" + random.nextInt(100_000));
      events.add(new DriverReserved(ride, PICKUP));
      events.add(
          new DriverReleased(ride, DriverReleased.Why.TRIP_COMPLETED, DESTINATION.location()));
    }
    return events;
  }

  static List<Record> trip(int number, SplittableRandom random) {
    Fare fare = Fare.quote(PICKUP.location(), DESTINATION.location(), TARIFF, new Supply(3, 1));
    String driver = "d" + random.nextInt(1_000);
    return List.of(
        new TripCreated(
            new TripPlan(
                "p" + number, driver, "Ada", VAN, PICKUP, DESTINATION, fare, "pay" + number)),
        new TripStarted(),
        new TripCompleted());
  }

  static List<Record> content(int number, SplittableRandom random) {
    String saga = "content-processing-" + random.nextInt(1_000_000);
    return List.of(
        new ContentStored(
            new Title("Film " + number),
            new SourceUrl("https://example.com/" + number + ".mp4"),
            List.of(PROFILE),
            saga),
        new ThumbnailsMade(List.of(new Thumbnail(Duration.ofSeconds(3), 320, 180, "t"))),
        new MetadataExtracted(
            new MediaMetadata("mp4", Duration.ofMinutes(5), 1_920, 1_080, 1_000, "m")),
        new ContentTranscoded(
            List.of(new Rendition(PROFILE.value(), 1_280, 720, 2_800, 10, 2_000, "r"))),
        new ContentCatalogued(),
        new ContentPublished());
  }
}
