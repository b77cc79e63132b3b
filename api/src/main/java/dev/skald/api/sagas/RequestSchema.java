package dev.skald.api.sagas;

import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON Schema of a request, drawn from its record. */
final class RequestSchema {

  private RequestSchema() {}

  static Map<String, Object> of(Class<?> record) {
    RecordComponent[] components = record.getRecordComponents();
    if (components.length == 1 && components[0].getName().equals("value")) {
      return Map.of("type", "string");
    }
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (RecordComponent component : components) {
      properties.put(component.getName(), of(component.getAnnotatedType()));
      if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        required.add(component.getName());
      }
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("required", required);
    schema.put("additionalProperties", false);
    return schema;
  }

  private static Map<String, Object> of(AnnotatedType type) {
    Class<?> raw =
        type.getType() instanceof ParameterizedType generic
            ? (Class<?>) generic.getRawType()
            : MethodType.methodType((Class<?>) type.getType()).unwrap().returnType();
    if (raw.isRecord()) {
      return of(raw);
    }
    if (List.class.isAssignableFrom(raw)) {
      AnnotatedType element =
          ((AnnotatedParameterizedType) type).getAnnotatedActualTypeArguments()[0];
      return Map.of("type", "array", "items", of(element));
    }
    if (raw == BigDecimal.class) {
      return Map.of("type", "string", "format", "decimal");
    }
    if (raw == int.class || raw == long.class) {
      return Map.of("type", "integer");
    }
    if (raw == boolean.class) {
      return Map.of("type", "boolean");
    }
    return raw == double.class ? Map.of("type", "number") : Map.of("type", "string");
  }
}
