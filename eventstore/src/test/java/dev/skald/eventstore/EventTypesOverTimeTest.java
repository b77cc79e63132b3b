package dev.skald.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.eventstore.EventTypeRegistry.EventType;
import dev.skald.eventstore.Upcaster.Lifted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Types change; what was written stays readable. */
class EventTypesOverTimeTest {

  record NamedV1(String name) {}

  record Named(String first, String last, @Nullable String title) {}

  record NamedLonger(String first, String last, String nickname) {}

  enum Colour {
    RED,
    GREEN
  }

  record Painted(List<Colour> colours) {}

  @TempDir private Path folder;

  private static final Upcaster TWO_NAMES =
      Upcaster.toNext(
          "Named",
          1,
          data -> {
            String[] words = data.get("name").asString().split(" ", 2);
            return data.put("first", words[0]).put("last", words[1]);
          });

  @Test
  void an_old_event_is_lifted_when_it_is_read() {
    EventTypeRegistry types = registry(List.of(named(2)), List.of(TWO_NAMES));

    assertThat(types.decode(event("Named", 1, "{\"name\":\"Ada Lovelace\"}")))
        .containsExactly(new Named("Ada", "Lovelace", null));
    assertThat(types.decode(event("Named", 2, "{\"first\":\"A\",\"last\":\"L\"}")))
        .containsExactly(new Named("A", "L", null));
  }

  @Test
  void an_old_event_may_have_been_several_or_nothing() {
    Upcaster both =
        Upcaster.split(
            "NamedTwice",
            1,
            data ->
                List.of(
                    new Lifted("Named", 1, data.deepCopy()),
                    new Lifted("Named", 1, data.deepCopy())));
    EventTypeRegistry types =
        registry(List.of(named(2)), List.of(TWO_NAMES, both, Upcaster.drop("Gossip", 1)));

    assertThat(types.decode(event("NamedTwice", 1, "{\"name\":\"A B\"}"))).hasSize(2);
    assertThat(types.decode(event("Gossip", 1, "{}"))).isEmpty();
  }

  @Test
  void what_is_unknown_disturbs_nobody_and_what_is_new_is_passed_over() {
    EventTypeRegistry types = registry(List.of(named(2)), List.of());

    assertThat(types.decode(event("NeverHeardOf", 1, "not even json"))).isEmpty();
    assertThat(types.knows(event("NeverHeardOf", 1, "not even json"))).isFalse();
    assertThat(types.knows(event("Named", 3, "{}"))).isTrue();
    assertThat(types.decode(event("Named", 3, "{\"first\":\"A\",\"last\":\"L\",\"new\":1}")))
        .hasSize(1);
    assertThat(types.decode(event("Named", 2, RecordedEvent.DELETED))).isEmpty();
  }

  @Test
  void what_makes_no_sense_says_where_it_is() {
    EventTypeRegistry types = registry(List.of(named(2)), List.of());

    assertThatThrownBy(() -> types.decode(event("Named", 2, "{\"first\":[")))
        .isInstanceOf(UnreadableEvent.class)
        .hasMessageContaining("at position 7");
  }

  @Test
  void an_upcaster_that_fails_says_at_which_event() {
    EventTypeRegistry types = registry(List.of(named(2)), List.of(TWO_NAMES));

    assertThatThrownBy(() -> types.decode(event("Named", 1, "{}")))
        .isInstanceOf(UnreadableEvent.class)
        .hasMessageContaining("at position 7, person-1 version 1,");
  }

  @Test
  void a_schema_says_what_a_record_holds() {
    assertThat(EventSchema.of(new EventType("Painted", 1, Painted.class)))
        .isEqualToIgnoringWhitespace(
            """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "$id": "Painted/1",
              "title": "Painted",
              "type": "object",
              "properties": {
                "colours": {
                  "type": "array",
                  "items": {"type": "string", "enum": ["RED", "GREEN"]}
                }
              },
              "required": ["colours"]
            }
            """);
    assertThat(EventSchema.of(named(2))).contains("\"required\" : [ \"first\", \"last\" ]");
  }

  @Test
  void a_release_is_complete_with_its_samples() throws IOException {
    EventCatalog catalog = new EventCatalog(folder, registry(List.of(named(1)), List.of()));
    assertThat(catalog.problems())
        .containsExactly(
            "Named/1 has no schema: release it", "Named/1 has no sample: 1.sample.json");

    catalog.release();
    sample(1, "{\"first\":\"A\",\"last\":\"L\"}");

    assertThat(catalog.problems()).isEmpty();
  }

  @Test
  void a_type_that_changes_under_its_version_is_found() throws IOException {
    new EventCatalog(folder, registry(List.of(named(1)), List.of())).release();
    sample(1, "{\"first\":\"A\",\"last\":\"L\"}");
    EventType changed = new EventType("Named", 1, NamedLonger.class);

    assertThat(new EventCatalog(folder, registry(List.of(changed), List.of())).problems())
        .contains("Named/1 is not what was released under this version: it needs a new one");
  }

  @Test
  void a_version_that_cannot_read_the_one_before_is_found_unless_it_lifts_it() throws IOException {
    new EventCatalog(folder, registry(List.of(new EventType("Named", 1, NamedV1.class)), List.of()))
        .release();
    EventCatalog careless = new EventCatalog(folder, registry(List.of(named(2)), List.of()));
    EventCatalog careful =
        new EventCatalog(folder, registry(List.of(named(2)), List.of(TWO_NAMES)));
    careless.release();
    sample(1, "{\"name\":\"Ada Lovelace\"}");
    sample(2, "{\"first\":\"A\",\"last\":\"L\"}");

    assertThat(careless.problems())
        .contains(
            "reading Named/1 today: 'first' is needed, and may not be there",
            "reading today's as Named/1: 'name' is needed, and may not be there");
    assertThat(careful.problems()).isEmpty();
  }

  private void sample(int version, String data) throws IOException {
    Files.writeString(folder.resolve("Named").resolve(version + ".sample.json"), data);
  }

  private static EventType named(int version) {
    return new EventType("Named", version, Named.class);
  }

  private static EventTypeRegistry registry(List<EventType> types, List<Upcaster> upcasters) {
    return new EventTypeRegistry(types, upcasters, EventTypeRegistry.jsonMapper());
  }

  private static RecordedEvent event(String type, int version, String data) {
    return new RecordedEvent(
        7,
        StreamId.of("person", "1"),
        1,
        UUID.randomUUID(),
        type,
        version,
        data,
        Metadata.EMPTY,
        Instant.EPOCH);
  }
}
