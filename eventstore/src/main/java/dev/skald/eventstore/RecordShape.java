package dev.skald.eventstore;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What a type is made of, as text: it changes when a field does, however deep. */
final class RecordShape {

  private RecordShape() {}

  static String of(Class<?> type) {
    Set<Class<?>> seen = new LinkedHashSet<>();
    collect(type, seen);
    return seen.stream().map(RecordShape::line).collect(Collectors.joining("\n"));
  }

  private static void collect(Class<?> type, Set<Class<?>> seen) {
    boolean ours = type.isRecord() || type.isEnum() || type.isSealed();
    if (!ours || !seen.add(type)) {
      return;
    }
    if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        collectAll(component.getGenericType(), seen);
      }
    }
    if (type.isSealed()) {
      Arrays.stream(type.getPermittedSubclasses()).forEach(each -> collect(each, seen));
    }
  }

  private static void collectAll(Type type, Set<Class<?>> seen) {
    switch (type) {
      case Class<?> plain -> collect(plain, seen);
      case java.lang.reflect.ParameterizedType generic ->
          Arrays.stream(generic.getActualTypeArguments()).forEach(each -> collectAll(each, seen));
      default -> {}
    }
  }

  private static String line(Class<?> type) {
    if (type.isRecord()) {
      return Arrays.stream(type.getRecordComponents())
          .map(component -> component.getName() + ":" + component.getGenericType().getTypeName())
          .collect(Collectors.joining(",", type.getName() + "(", ")"));
    }
    return type.isEnum()
        ? type.getName() + Arrays.toString(type.getEnumConstants())
        : type.getName();
  }
}
