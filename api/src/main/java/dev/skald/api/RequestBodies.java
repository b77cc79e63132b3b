package dev.skald.api;

import dev.skald.api.InvalidRequest.FieldError;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a request's JSON into its record and tells all mistakes at once. What a record requires
 * stands in the record: nullable components are optional, its constructor checks the rest.
 */
public final class RequestBodies {

  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?");

  /** Whoever has made so many hardly reads on, and a large body can have very many. */
  private static final int MOST_TOLD = 100;

  private static final int MOST_TEXTS_TOLD = 10;
  private static final int LONGEST_NAME_TOLD = 60;
  private static final int LONGEST_VALUE_TOLD = 60;

  private final JsonMapper json;

  RequestBodies(JsonMapper json) {
    this.json = json;
  }

  public <R extends Record> R read(JsonNode body, Class<R> type) {
    List<FieldError> errors = new ArrayList<>();
    texts(body, new ArrayDeque<>(), errors);
    Optional<Object> request = errors.isEmpty() ? record(body, type, "", errors) : Optional.empty();
    if (!errors.isEmpty()) {
      throw new InvalidRequest(errors);
    }
    return type.cast(request.orElseThrow());
  }

  /**
   * What no database of ours can keep is refused wherever it stands, in names as in values. Where
   * it stands is only put into words once something is wrong, and not for ever.
   */
  private static void texts(JsonNode node, Deque<String> path, List<FieldError> errors) {
    if (node.isString() && !StorableText.is(node.stringValue())) {
      errors.add(new FieldError(where(path), StorableText.WHAT_IS_WRONG));
    }
    int index = 0;
    for (JsonNode element : node.isArray() ? node : List.<JsonNode>of()) {
      inside("[" + index++ + "]", element, path, errors);
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!StorableText.is(field.getKey())) {
        errors.add(
            new FieldError(where(path), "has a field whose name " + StorableText.WHAT_IS_WRONG));
      }
      inside(field.getKey(), field.getValue(), path, errors);
    }
  }

  private static void inside(
      String name, JsonNode node, Deque<String> path, List<FieldError> errors) {
    if (errors.size() < MOST_TEXTS_TOLD) {
      path.addLast(name);
      texts(node, path, errors);
      path.removeLast();
    }
  }

  private static String where(Deque<String> path) {
    StringBuilder where = new StringBuilder();
    for (String name : path) {
      where.append(where.isEmpty() || name.startsWith("[") ? "" : ".");
      where.append(name, 0, Math.min(name.length(), LONGEST_NAME_TOLD));
    }
    return where.toString();
  }

  private static String at(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  /**
   * Checks a part of a request that was read as it came, once it is known what it has to be.
   *
   * @param path where in the request it stands
   */
  public <R extends Record> R check(Map<String, Object> part, Class<R> type, String path) {
    List<FieldError> errors = new ArrayList<>();
    Optional<Object> checked = record(json.valueToTree(part), type, path, errors);
    if (!errors.isEmpty()) {
      throw new InvalidRequest(errors);
    }
    return type.cast(checked.orElseThrow());
  }

  private Optional<Object> value(
      JsonNode node, AnnotatedType type, String path, List<FieldError> errors) {
    Class<?> raw = raw(type);
    if (isScalarRecord(raw)) {
      return scalarRecord(node, raw, path, errors);
    }
    if (raw.isRecord()) {
      return record(node, raw, path, errors);
    }
    if (List.class.isAssignableFrom(raw)) {
      return list(node, type, path, errors);
    }
    if (raw == BigDecimal.class && !isDecimal(node)) {
      return wrong(errors, path, noDecimal(node));
    }
    if ((raw == int.class || raw == long.class) && !isWhole(node, raw)) {
      return wrong(errors, path, "must be a whole number");
    }
    if (raw == double.class && !node.isNumber()) {
      return wrong(errors, path, "must be a number");
    }
    if (raw == boolean.class && !node.isBoolean()) {
      return wrong(errors, path, "must be true or false");
    }
    if (raw == String.class && !node.isString()) {
      return wrong(errors, path, "must be a string");
    }
    try {
      Optional<Object> value = Optional.ofNullable(json.treeToValue(node, raw));
      return value.isPresent() ? value : notValid(node, raw, path, errors);
    } catch (JacksonException e) {
      return notValid(node, raw, path, errors);
    }
  }

  private static Optional<Object> notValid(
      JsonNode node, Class<?> type, String path, List<FieldError> errors) {
    return wrong(
        errors,
        path,
        "%s is not a valid %s".formatted(node, type.getSimpleName().toLowerCase(Locale.ROOT)));
  }

  private static String noDecimal(JsonNode node) {
    String is = "is " + beginning(node.toString());
    if (node.isNumber()) {
      return is + ", a number: write it as a string, such as \"12.50\"";
    }
    return node.isString()
        ? is
            + ", and must be written out with digits and a point, such as \"12.50\";"
            + " at most 30 digits before the point and 30 behind it"
        : is + ", and must be a decimal in a string, such as \"12.50\"";
  }

  private static String beginning(String text) {
    return text.length() <= LONGEST_VALUE_TOLD ? text : text.substring(0, LONGEST_VALUE_TOLD) + "…";
  }

  /** As people write them: an exponent could stand for more digits than any machine holds. */
  private static boolean isDecimal(JsonNode node) {
    return node.isString() && DECIMAL.matcher(node.stringValue()).matches();
  }

  /** Half a piece is not one, and neither is "1". */
  private static boolean isWhole(JsonNode node, Class<?> type) {
    return node.isIntegralNumber()
        && (type == int.class ? node.canConvertToInt() : node.canConvertToLong());
  }

  private Optional<Object> list(
      JsonNode node, AnnotatedType type, String path, List<FieldError> errors) {
    if (!node.isArray()) {
      return wrong(errors, path, "must be a list");
    }
    AnnotatedType element =
        ((AnnotatedParameterizedType) type).getAnnotatedActualTypeArguments()[0];
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      value(node.get(i), element, path + "[" + i + "]", errors).ifPresent(values::add);
    }
    return Optional.of(values);
  }

  private Optional<Object> record(
      JsonNode node, Class<?> type, String path, List<FieldError> errors) {
    if (!node.isObject()) {
      return wrong(errors, path, "must be an object");
    }
    int before = errors.size();
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String name = component.getName();
      String at = at(path, name);
      JsonNode child = node.get(name);
      if (child != null && !child.isNull()) {
        values.put(name, value(child, component.getAnnotatedType(), at, errors).orElse(null));
      } else if (isNullable(component)) {
        values.put(name, null);
      } else {
        wrong(errors, at, "is required");
      }
    }
    rejectUnknown(node, values.keySet(), type, path, errors);
    return errors.size() > before ? Optional.empty() : construct(type, values, path, errors);
  }

  private static void rejectUnknown(
      JsonNode node, Set<String> read, Class<?> type, String path, List<FieldError> errors) {
    Set<String> known =
        Stream.concat(
                read.stream(),
                Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName))
            .collect(Collectors.toCollection(TreeSet::new));
    for (String name : node.propertyNames()) {
      if (!known.contains(name)) {
        wrong(errors, at(path, name), "is not a field here; there are %s".formatted(known));
      }
    }
  }

  private static Optional<Object> scalarRecord(
      JsonNode node, Class<?> type, String path, List<FieldError> errors) {
    if (!node.isString()) {
      return wrong(errors, path, "must be a string");
    }
    return construct(type, Map.of("value", node.stringValue()), path, errors);
  }

  private static Optional<Object> construct(
      Class<?> type, Map<String, ?> values, String path, List<FieldError> errors) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] arguments =
        Arrays.stream(components).map(component -> values.get(component.getName())).toArray();
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return Optional.of(constructor.newInstance(arguments));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException invalid) {
        return wrong(errors, path, String.valueOf(invalid.getMessage()));
      }
      throw new IllegalStateException(type + " cannot be made of " + values, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made of " + values, e);
    }
  }

  /** Ids and the like: a record around one string is written as that string. */
  private static boolean isScalarRecord(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    return components != null
        && components.length == 1
        && components[0].getName().equals("value")
        && components[0].getType() == String.class;
  }

  private static boolean isNullable(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  /** A number that may be missing is read as strictly as one that may not. */
  private static Class<?> raw(AnnotatedType type) {
    return switch (type.getType()) {
      case Class<?> plain -> MethodType.methodType(plain).unwrap().returnType();
      case ParameterizedType generic -> (Class<?>) generic.getRawType();
      default -> throw new IllegalStateException("a request has a component of type " + type);
    };
  }

  private static Optional<Object> wrong(List<FieldError> errors, String path, String message) {
    errors.add(new FieldError(path, message));
    if (errors.size() >= MOST_TOLD) {
      throw new InvalidRequest(errors);
    }
    return Optional.empty();
  }
}
