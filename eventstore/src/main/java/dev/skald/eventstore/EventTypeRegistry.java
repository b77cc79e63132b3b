package dev.skald.eventstore;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

/** The types of event that a program knows: how their names and versions map to records. */
public final class EventTypeRegistry {

  /** One released version of a type, and the record it is read as. */
  public record EventType(String name, int schemaVersion, Class<? extends Record> data) {}

  private final Map<Class<?>, EventType> byData;
  private final Map<String, EventType> byName;
  private final JsonMapper json;

  public EventTypeRegistry(Collection<EventType> types, JsonMapper json) {
    this.byData =
        types.stream().collect(Collectors.toUnmodifiableMap(EventType::data, Function.identity()));
    this.byName =
        types.stream().collect(Collectors.toUnmodifiableMap(EventType::name, Function.identity()));
    this.json = json;
  }

  /**
   * JSON that lasts: amounts as decimal strings, times in ISO-8601, ids as bare strings, nothing
   * for what is null, and no surprise at what a later version added.
   */
  public static JsonMapper jsonMapper() {
    return JsonMapper.builder()
        .annotationIntrospector(
            AnnotationIntrospector.pair(new ValueRecords(), new JacksonAnnotationIntrospector()))
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

  public EventTypeRegistry(Collection<EventType> types) {
    this(types, jsonMapper());
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

  public String encode(Record data) {
    return json.writeValueAsString(data);
  }

  /**
   * What an event says today: nothing, if its type is unknown or was dropped; several, if it was
   * split.
   */
  public List<Record> decode(RecordedEvent event) {
    EventType type = byName.get(event.type());
    return type == null ? List.of() : List.of(json.readValue(event.data(), type.data()));
  }
}
