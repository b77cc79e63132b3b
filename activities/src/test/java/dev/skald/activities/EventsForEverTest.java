package dev.skald.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.domain.EventTypes;
import dev.skald.eventstore.EventCatalog;
import dev.skald.eventstore.EventTypeRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** What was once recorded can be read for ever, and is written as it was. */
class EventsForEverTest {

  private static final Path RELEASED =
      Path.of(System.getProperty("skald.root", ".."), "domain/src/main/resources/events");
  private static final EventTypeRegistry.EventType UNHEARD =
      new EventTypeRegistry.EventType("NeverHeardOf", 1, NeverHeardOf.class);
  private static final JsonMapper JSON = EventTypeRegistry.jsonMapper();

  record NeverHeardOf(String what) {}

  private static List<EventTypeRegistry.EventType> types() {
    return EventTypes.ALL.stream()
        .map(type -> new EventTypeRegistry.EventType(type.name(), type.version(), type.data()))
        .toList();
  }

  @Test
  void no_event_differs_from_what_was_released() {
    EventCatalog catalog = new EventCatalog(RELEASED, new EventTypeRegistry(types()));
    if (Boolean.getBoolean("update")) {
      catalog.release();
    }
    assertThat(catalog.problems()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_sample_that_is_read_is_written_again_as_it_was(EventTypeRegistry.EventType type)
      throws IOException {
    String sample = sample(type);

    Record event = JSON.readValue(sample, type.data());

    assertThat(JSON.readTree(JSON.writeValueAsString(event))).isEqualTo(JSON.readTree(sample));
  }

  @Test
  void a_sample_that_is_missing_is_asked_for_in_a_sentence() {
    assertThatThrownBy(() -> sample(UNHEARD))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "NeverHeardOf/1 has no sample, which is written by hand:"
                + " domain/src/main/resources/events/NeverHeardOf/1.sample.json");
  }

  private static String sample(EventTypeRegistry.EventType type) throws IOException {
    String name = type.name() + "/" + type.schemaVersion();
    Path file = RELEASED.resolve(name + ".sample.json");
    assertThat(file)
        .withFailMessage(
            "%s has no sample, which is written by hand: domain/src/main/resources/events/%s.sample.json",
            name, name)
        .exists();
    return Files.readString(file);
  }
}
