package dev.skald.eventstore;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON Schema of a record, as the default mapper writes it. */
public final class EventSchema {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final Map<Class<?>, String> STRINGS =
      Map.of(
          String.class, "",
          BigDecimal.class, "decimal",
          Currency.class, "currency",
          Instant.class, "date-time",
          LocalDate.class, "date",
          Duration.class, "duration",
          UUID.class, "uuid",
          URI.class, "uri");

  private EventSchema() {}

  /** A schema of draft 2020-12; fields that it does not name are allowed. */
  public static String of(EventTypeRegistry.EventType type) {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("$id", type.name() + "/" + type.schemaVersion());
    schema.put("title", type.name());
    schema.setAll(ofClass(type.data()));
    return JSON.writeValueAsString(schema) + "\n";
  }

  private static ObjectNode ofType(Type type) {
    return switch (type) {
      case Class<?> plain -> ofClass(plain);
      case ParameterizedType generic -> ofGeneric(generic);
      default -> JSON.createObjectNode();
    };
  }

  private static ObjectNode ofGeneric(ParameterizedType type) {
    Class<?> raw = (Class<?>) type.getRawType();
    Type[] arguments = type.getActualTypeArguments();
    ObjectNode schema = JSON.createObjectNode();
    if (Collection.class.isAssignableFrom(raw)) {
      schema.put("type", "array");
      schema.set("items", ofType(arguments[0]));
    } else if (Map.class.isAssignableFrom(raw)) {
      schema.put("type", "object");
      schema.set("additionalProperties", ofType(arguments[1]));
    }
    return schema;
  }

  private static ObjectNode ofClass(Class<?> type) {
    ObjectNode schema = JSON.createObjectNode();
    String format = STRINGS.get(type);
    if (format != null) {
      schema.put("type", "string");
      if (!format.isEmpty()) {
        schema.put("format", format);
      }
    } else if (type == boolean.class || type == Boolean.class) {
      schema.put("type", "boolean");
    } else if (type == double.class || type == Double.class || type == float.class) {
      schema.put("type", "number");
    } else if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      schema.put("type", "integer");
    } else if (type == BigInteger.class) {
      schema.put("type", "integer");
    } else if (type.isEnum()) {
      schema.put("type", "string");
      ArrayNode values = schema.putArray("enum");
      Arrays.stream(type.getEnumConstants()).forEach(each -> values.add(each.toString()));
    } else if (RecordConventions.isValue(type)) {
      schema.put("type", "string");
    } else if (type.isRecord()) {
      fillRecord(schema, type);
    } else if (type.isSealed()) {
      ArrayNode variants = schema.putArray("oneOf");
      Arrays.stream(type.getPermittedSubclasses()).forEach(each -> variants.add(ofClass(each)));
    }
    return schema;
  }

  private static void fillRecord(ObjectNode schema, Class<?> type) {
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    for (RecordComponent component : type.getRecordComponents()) {
      properties.set(component.getName(), ofType(component.getGenericType()));
      if (!mayBeMissing(component.getAnnotatedType())) {
        required.add(component.getName());
      }
    }
  }

  private static boolean mayBeMissing(AnnotatedType type) {
    return type.isAnnotationPresent(Nullable.class);
  }
}
