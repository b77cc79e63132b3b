package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.trips.Trip;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.projections.Page;
import dev.skald.projections.ProjectionsConfiguration;
import dev.skald.projections.content.ContentQueries;
import dev.skald.projections.content.ContentView;
import dev.skald.projections.drivers.DriverQueries;
import dev.skald.projections.drivers.DriverView;
import dev.skald.projections.trips.TripFilter;
import dev.skald.projections.trips.TripQueries;
import dev.skald.projections.trips.TripView;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RideQueriesTest {

  private static final TripFilter ANY = new TripFilter(null, null, null);

  private World world;
  private RideHistories histories;
  private DriverQueries drivers;
  private TripQueries trips;
  private ContentQueries content;

  @BeforeEach
  void open() {
    world = new World();
    histories = new RideHistories(world);
    drivers = new DriverQueries(world.jdbc);
    trips = new TripQueries(world.jdbc);
    content = new ContentQueries(world.jdbc);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void a_driver_shows_the_ride_he_is_on_and_is_available_again_where_it_ended() {
    histories.reserve("r1", "d1");
    histories.driven("r2", "d2");
    fold();

    DriverView busy = drivers.driver("d1").orElseThrow();
    assertThat(busy.status()).isEqualTo(DriverView.Status.BUSY);
    assertThat(busy.rideId()).isEqualTo("r1");
    assertThat(busy.available()).isFalse();
    DriverView free = drivers.driver("d2").orElseThrow();
    assertThat(free.status()).isEqualTo(DriverView.Status.FREE);
    assertThat(free.available()).isTrue();
    assertThat(free.rideId()).isNull();
    assertThat(free.lat()).isEqualTo(RideHistories.DESTINATION.lat());
    assertThat(drivers.driver("d3")).isEmpty();
  }

  @Test
  void drivers_are_found_by_what_they_drive_and_whether_they_are_available() {
    histories.reserve("r1", "d1");
    histories.driven("r2", "d2");
    histories.calledOff("r3", "d3");
    fold();

    assertThat(ids(drivers.drivers(null, null, 10, null))).containsExactly("d3", "d2", "d1");
    assertThat(ids(drivers.drivers("van", true, 10, null))).containsExactly("d2");
    assertThat(ids(drivers.drivers("van", false, 10, null))).containsExactly("d3", "d1");
    assertThat(ids(drivers.drivers("bike", null, 10, null))).isEmpty();
    Page<DriverView> first = drivers.drivers(null, null, 2, null);
    assertThat(ids(drivers.drivers(null, null, 2, first.nextCursor()))).containsExactly("d1");
  }

  @Test
  void a_trip_shows_how_far_it_is_and_of_what_its_fare_is_made() {
    histories.created("r1", "d1");
    histories.driven("r2", "d2");
    fold();

    TripView created = trips.trip("r1").orElseThrow();
    assertThat(created.status()).isEqualTo(Trip.Status.CREATED);
    assertThat(created.startedAt()).isNull();
    assertThat(created.pricing()).isEqualTo(RideHistories.plan("d1").fare());
    TripView completed = trips.trip("r2").orElseThrow();
    assertThat(completed.status()).isEqualTo(Trip.Status.COMPLETED);
    assertThat(completed.startedAt()).isNotNull();
    assertThat(completed.completedAt()).isAfterOrEqualTo(completed.startedAt());
    assertThat(trips.trip("r3")).isEmpty();
  }

  @Test
  void trips_are_found_newest_first_by_who_rode_and_who_drove() {
    histories.created("r1", "d1");
    histories.driven("r2", "d2");
    fold();

    assertThat(trips.trips(ANY, 10, null).items())
        .extracting(TripView::tripId)
        .containsExactly("r2", "r1");
    assertThat(trips.trips(new TripFilter("p-1", "d1", Trip.Status.CREATED), 10, null).items())
        .extracting(TripView::tripId)
        .containsExactly("r1");
    assertThat(trips.trips(new TripFilter("p-2", null, null), 10, null).items()).isEmpty();
    Page<TripView> first = trips.trips(ANY, 1, null);
    assertThat(trips.trips(ANY, 1, first.nextCursor()).items())
        .extracting(TripView::tripId)
        .containsExactly("r1");
  }

  @Test
  void content_shows_what_there_is_of_it_until_it_is_deleted() {
    histories.process("c1");
    histories.published("c2");
    histories.takenBack("c3");
    fold();

    ContentView stored = content.content("c1").orElseThrow();
    assertThat(stored.status()).isEqualTo(ContentView.Status.STORED);
    assertThat(stored.catalogued()).isFalse();
    assertThat(stored.renditions()).hasSize(1);
    assertThat(stored.thumbnails()).hasSize(1);
    assertThat(stored.metadata()).isNotNull();
    ContentView published = content.content("c2").orElseThrow();
    assertThat(published.status()).isEqualTo(ContentView.Status.PUBLISHED);
    assertThat(published.catalogued()).isTrue();
    assertThat(published.publishedAt()).isNotNull();
    ContentView deleted = content.content("c3").orElseThrow();
    assertThat(deleted.status()).isEqualTo(ContentView.Status.DELETED);
    assertThat(deleted.renditions()).isEmpty();
    assertThat(deleted.metadata()).isNull();
  }

  @Test
  void content_that_was_deleted_can_be_stored_again_and_keeps_its_place() {
    histories.takenBack("c1");
    histories.process("c2");
    histories.published("c1");
    fold();

    assertThat(content.list(null, 10, null).items())
        .extracting(ContentView::contentId)
        .containsExactly("c2", "c1");
    assertThat(content.list(ContentView.Status.PUBLISHED, 10, null).items())
        .extracting(ContentView::contentId)
        .containsExactly("c1");
    assertThat(content.content("c1").orElseThrow().version()).isEqualTo(16);
  }

  private static List<String> ids(Page<DriverView> page) {
    return page.items().stream().map(DriverView::driverId).toList();
  }

  private void fold() {
    List<RecordedEvent> events = world.events();
    for (Projection projection : ProjectionsConfiguration.PROJECTIONS) {
      List<RecordedEvent> its =
          events.stream()
              .filter(e -> projection.categories().contains(e.streamId().category()))
              .toList();
      world.folder(world.pool, projection).fold(new Folder.Batch(1, its, List.of(), List.of()));
    }
  }
}
