package dev.skald.api.sagas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.Money;
import dev.skald.domain.OrderId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestSchemaTest {

  record Asked(
      OrderId id,
      int seats,
      double lat,
      boolean gift,
      BigDecimal tip,
      @Nullable String note,
      @Nullable Long weight) {}

  record Paid(List<Money> amounts) {}

  @Test
  void a_field_has_the_form_in_which_it_is_read() {
    assertThat(properties(Asked.class))
        .isEqualTo(
            Map.of(
                "id", Map.of("type", "string"),
                "seats", Map.of("type", "integer"),
                "lat", Map.of("type", "number"),
                "gift", Map.of("type", "boolean"),
                "tip", Map.of("type", "string", "format", "decimal"),
                "note", Map.of("type", "string"),
                "weight", Map.of("type", "integer")));
  }

  @Test
  void only_what_may_be_missing_is_not_required() {
    assertThat(RequestSchema.of(Asked.class).get("required"))
        .isEqualTo(List.of("id", "seats", "lat", "gift", "tip"));
  }

  @Test
  void a_list_has_the_form_of_its_elements() {
    assertThat(properties(Paid.class))
        .isEqualTo(
            Map.of("amounts", Map.of("type", "array", "items", RequestSchema.of(Money.class))));
  }

  private static Object properties(Class<?> type) {
    return Objects.requireNonNull(RequestSchema.of(type).get("properties"));
  }
}
