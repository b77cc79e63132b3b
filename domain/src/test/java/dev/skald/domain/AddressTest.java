package dev.skald.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

  @Test
  void an_address_has_a_name_a_street_a_city_and_a_country() {
    assertThat(new Address("Ada", "Main Street 1", "Bremen", "DE").country()).isEqualTo("DE");
    assertThatThrownBy(() -> new Address(" ", "x", "y", "DE")).hasMessageContaining("name");
    assertThatThrownBy(() -> new Address("x", "y".repeat(201), "z", "DE"))
        .hasMessageContaining("street");
    assertThatThrownBy(() -> new Address("x", "y", "a\u0000b", "DE"))
        .hasMessageContaining("city has characters");
    assertThatThrownBy(() -> new Address("x", "y", "a\ud800b", "DE"))
        .hasMessageContaining("city has characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"de", "Germany", "D", "", "D1"})
  void a_country_is_a_code(String country) {
    assertThatThrownBy(() -> new Address("x", "y", "z", country))
        .hasMessageContaining("two capital letters");
  }
}
