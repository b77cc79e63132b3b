package dev.skald.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocationTest {

  @ParameterizedTest
  @CsvSource({
    "52.5200, 13.4050, 48.8566, 2.3522, 877.5",
    "51.5074, -0.1278, 40.7128, -74.0060, 5570.2",
    "0, 179.5, 0, -179.5, 111.2",
    "90, 0, -90, 0, 20015.1",
    "10, 10, 10, 10, 0"
  })
  void distances_are_those_of_a_map(
      double lat1, double lon1, double lat2, double lon2, double kilometres) {
    Location here = new Location(lat1, lon1);
    Location there = new Location(lat2, lon2);

    assertThat(here.kilometresTo(there)).isCloseTo(kilometres, within(0.5));
    assertThat(there.kilometresTo(here)).isCloseTo(here.kilometresTo(there), within(1e-9));
  }

  @Test
  void a_point_off_the_earth_is_refused() {
    assertThatThrownBy(() -> new Location(90.1, 0)).hasMessageContaining("lat 90.1");
    assertThatThrownBy(() -> new Location(0, -180.5)).hasMessageContaining("lon -180.5");
    assertThatThrownBy(() -> new Location(Double.NaN, 0)).hasMessageContaining("lat NaN");
    assertThatThrownBy(() -> new Place("x", 0, 181)).hasMessageContaining("lon");
    assertThatThrownBy(() -> new Place(" ", 0, 0)).hasMessageContaining("name");
  }

  @Test
  void a_vehicle_is_the_same_however_it_is_written() {
    assertThat(new VehicleType("Van").isSameAs(new VehicleType("van"))).isTrue();
    assertThat(new VehicleType("van").isSameAs(new VehicleType("sedan"))).isFalse();
    assertThatThrownBy(() -> new VehicleType("a van")).hasMessageContaining("a van");
  }
}
