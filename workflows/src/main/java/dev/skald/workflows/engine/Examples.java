package dev.skald.workflows.engine;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes an example of a record: of what a step might answer, say. */
public final class Examples {

  private static final Map<Class<?>, Object> VALUES =
      Map.ofEntries(
          Map.entry(String.class, "example"),
          Map.entry(int.class, 1),
          Map.entry(Integer.class, 1),
          Map.entry(long.class, 1L),
          Map.entry(Long.class, 1L),
          Map.entry(double.class, 1.0),
          Map.entry(boolean.class, true),
          Map.entry(BigDecimal.class, BigDecimal.ONE),
          Map.entry(Currency.class, Currency.getInstance("EUR")),
          Map.entry(Instant.class, Instant.EPOCH),
          Map.entry(Duration.class, Duration.ofSeconds(1)),
          Map.entry(Map.class, Map.of()));

  private Examples() {}

  public static <A extends Record> A of(Class<A> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    @Nullable Object[] values = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = value(components[i].getAnnotatedType());
    }
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      throw new IllegalArgumentException(
          "no example of %s can be made: %s".formatted(type.getSimpleName(), why.getMessage()), e);
    }
  }

  private static @Nullable Object value(AnnotatedType annotated) {
    Class<?> type =
        annotated.getType() instanceof ParameterizedType generic
            ? (Class<?>) generic.getRawType()
            : (Class<?>) annotated.getType();
    if (annotated.isAnnotationPresent(Nullable.class)) {
      return null;
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    if (type.isRecord()) {
      return of(type.asSubclass(Record.class));
    }
    if (type == List.class) {
      return oneOf(argument(annotated));
    }
    return VALUES.get(type);
  }

  /** Of what cannot be made up, there is none. */
  private static List<?> oneOf(AnnotatedType element) {
    try {
      return Optional.ofNullable(value(element)).map(List::of).orElse(List.of());
    } catch (IllegalArgumentException e) {
      return List.of();
    }
  }

  private static AnnotatedType argument(AnnotatedType list) {
    return ((AnnotatedParameterizedType) list).getAnnotatedActualTypeArguments()[0];
  }
}
