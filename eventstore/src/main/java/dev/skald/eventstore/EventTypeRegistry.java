package dev.skald.eventstore;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The types of event that a program knows: how their names and versions map to records. */
public final class EventTypeRegistry {

  /** The version of a type that is written today, and the record it is read as. */
  public record EventType(String name, int schemaVersion, Class<? extends Record> data) {}

  private record Version(String type, int schemaVersion) {}

  private final Map<Class<?>, EventType> byData;
  private final Map<String, EventType> byName;
  private final Map<Version, Upcaster> upcasters;
  private final JsonMapper json;
  private final ObjectWriter writer;

  public EventTypeRegistry(Collection<EventType> types) {
    this(types, List.of(), jsonMapper());
  }

  public EventTypeRegistry(Collection<EventType> types, JsonMapper json) {
    this(types, List.of(), json);
  }

  public EventTypeRegistry(
      Collection<EventType> types, Collection<Upcaster> upcasters, JsonMapper json) {
    this.byData =
        types.stream().collect(Collectors.toUnmodifiableMap(EventType::data, Function.identity()));
    this.byName =
        types.stream().collect(Collectors.toUnmodifiableMap(EventType::name, Function.identity()));
    this.upcasters =
        upcasters.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    upcaster -> new Version(upcaster.type(), upcaster.schemaVersion()),
                    Function.identity()));
    this.json = json;
    // One line an event, whatever the mapper likes: an export is one line an event, too.
    this.writer = json.writer().without(SerializationFeature.INDENT_OUTPUT);
  }

  /**
   * JSON that lasts: amounts as decimal strings, times in ISO-8601, ids as bare strings, nothing
   * for what is null, and no surprise at what a later version added.
   */
  public static JsonMapper jsonMapper() {
    return JsonMapper.builder()
        .annotationIntrospector(
            AnnotationIntrospector.pair(
                new RecordConventions(), new JacksonAnnotationIntrospector()))
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
        .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
        .withConfigOverride(
            BigDecimal.class,
            override -> override.setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.STRING)))
        .changeDefaultPropertyInclusion(
            inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
        .build();
  }

  /** All types as they are written today, by name. */
  public List<EventType> types() {
    return byName.values().stream().sorted(Comparator.comparing(EventType::name)).toList();
  }

  /** The type under which such data is stored. */
  public EventType typeOf(Record data) {
    EventType type = byData.get(data.getClass());
    if (type == null) {
      throw new IllegalArgumentException(
          "%s is not a registered event type".formatted(data.getClass().getName()));
    }
    return type;
  }

  /**
   * Makes sure that all records of a sealed type can be stored, before somebody has to.
   *
   * @throws IllegalArgumentException naming those that cannot
   */
  public void require(Class<?> sealed) {
    List<String> missing =
        records(sealed)
            .filter(data -> !byData.containsKey(data))
            .map(Class::getSimpleName)
            .toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "%s of %s are not registered; add them to the application's list of event types"
              .formatted(String.join(", ", missing), sealed.getSimpleName()));
    }
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(EventTypeRegistry::records)
        : Stream.of(type);
  }

  public String encode(Record data) {
    return writer.writeValueAsString(data);
  }

  /**
   * What an event says today: nothing, if its type is unknown or was dropped, or its data deleted;
   * several, if it was split.
   *
   * @throws UnreadableEvent its type is known, and its data makes no sense, be it to an upcaster
   */
  public List<Record> decode(RecordedEvent event) {
    if (event.isDeleted()) {
      return List.of();
    }
    try {
      Upcaster upcaster = upcasters.get(new Version(event.type(), event.schemaVersion()));
      if (upcaster == null) {
        EventType type = byName.get(event.type());
        return type == null ? List.of() : List.of(json.readValue(event.data(), type.data()));
      }
      List<Record> records = new ArrayList<>();
      lift(upcaster, json.readValue(event.data(), ObjectNode.class), records);
      return records;
    } catch (RuntimeException e) {
      // An upcaster may throw anything.
      throw new UnreadableEvent(event, e);
    }
  }

  /**
   * Whether somebody here knows what an event is; one whose data was deleted is nothing any more.
   */
  public boolean knows(RecordedEvent event) {
    return event.isDeleted()
        || byName.containsKey(event.type())
        || upcasters.containsKey(new Version(event.type(), event.schemaVersion()));
  }

  /** Whether events of this version are changed before they are read. */
  Optional<Upcaster> upcaster(String type, int schemaVersion) {
    return Optional.ofNullable(upcasters.get(new Version(type, schemaVersion)));
  }

  private void lift(Upcaster upcaster, ObjectNode data, List<Record> records) {
    for (Upcaster.Lifted lifted : upcaster.lift().apply(data)) {
      Upcaster next = upcasters.get(new Version(lifted.type(), lifted.schemaVersion()));
      EventType type = byName.get(lifted.type());
      if (next != null) {
        lift(next, lifted.data(), records);
      } else if (type != null) {
        records.add(json.treeToValue(lifted.data(), type.data()));
      }
    }
  }
}
