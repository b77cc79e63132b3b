package dev.skald.workflows.determinism;

import java.lang.constant.ClassDesc;
import java.util.Set;

/** What the JDK hands out: in which order it is, and whether it can be changed. */
final class Made {

  private static final Set<String> HASHED =
      Set.of(
          "java.util.HashMap",
          "java.util.HashSet",
          "java.util.Hashtable",
          "java.util.IdentityHashMap",
          "java.util.WeakHashMap",
          "java.util.concurrent.ConcurrentHashMap");

  private static final Set<String> MUTABLE =
      Set.of(
          "java.util.ArrayList",
          "java.util.ArrayDeque",
          "java.util.BitSet",
          "java.util.Date",
          "java.util.EnumMap",
          "java.util.LinkedHashMap",
          "java.util.LinkedHashSet",
          "java.util.LinkedList",
          "java.util.PriorityQueue",
          "java.util.Properties",
          "java.util.StringJoiner",
          "java.util.TreeMap",
          "java.util.TreeSet",
          "java.lang.StringBuilder",
          "java.lang.StringBuffer");

  /** Collectors that gather by hash, unless they are given the map to gather into. */
  private static final Set<String> GATHERS_BY_HASH =
      Set.of("toSet/0", "toMap/2", "toMap/3", "groupingBy/1", "groupingBy/2");

  private static final Set<String> VIEWS = Set.of("keySet", "entrySet", "values");
  private static final Set<String> STREAMS = Set.of("stream", "parallelStream");

  private Made() {}

  /** An object of a class, or a field that is declared to hold one. */
  static Kind object(String type) {
    if (HASHED.contains(type)) {
      return Kind.HASHED;
    }
    boolean mutable = MUTABLE.contains(type) || type.startsWith("java.util.concurrent.");
    return mutable ? Kind.MUTABLE : Kind.UNKNOWN;
  }

  static Kind object(ClassDesc type) {
    return type.isArray() ? Kind.MUTABLE : object(Classes.name(Calls.internal(type)));
  }

  /** The answer of one of the JDK's methods. */
  static Kind answer(Use.Call call) {
    int parameters = call.type().parameterCount();
    return switch (call.owner() + "." + call.name()) {
      // With one element there is one order.
      case "java.util.Set.of" -> parameters > 1 || isArray(call) ? Kind.SALTED : Kind.UNKNOWN;
      case "java.util.Map.of" -> parameters > 2 ? Kind.SALTED : Kind.UNKNOWN;
      case "java.util.Map.ofEntries", "java.util.Set.copyOf", "java.util.Map.copyOf" -> Kind.SALTED;
      case "java.util.Objects.requireNonNull", "java.util.Objects.requireNonNullElse" ->
          call.values().getFirst();
      case "java.util.Collections.unmodifiableSet",
          "java.util.Collections.unmodifiableMap",
          "java.util.Collections.unmodifiableCollection" ->
          call.values().getFirst().fixed();
      case "java.util.Collections.newSetFromMap" -> Kind.HASHED;
      case "java.util.stream.Stream.collect" ->
          switch (call.values().getLast()) {
            case HASHING_COLLECTOR -> Kind.HASHED;
            case SALTING_COLLECTOR -> Kind.SALTED;
            case UNKNOWN, HASHED, SALTED, UNORDERED_STREAM, MUTABLE -> Kind.UNKNOWN;
          };
      default -> answerOf(call, parameters);
    };
  }

  private static boolean isArray(Use.Call call) {
    return call.type().parameterCount() == 1 && call.type().parameterType(0).isArray();
  }

  private static Kind answerOf(Use.Call call, int parameters) {
    if (call.owner().equals("java.util.stream.Collectors")) {
      String collector = call.name() + "/" + parameters;
      return collector.startsWith("toUnmodifiable") && !collector.startsWith("toUnmodifiableList")
          ? Kind.SALTING_COLLECTOR
          : GATHERS_BY_HASH.contains(collector) ? Kind.HASHING_COLLECTOR : Kind.UNKNOWN;
    }
    Kind receiver = call.receiver();
    if (receiver.isUnordered()) {
      return VIEWS.contains(call.name())
          ? receiver
          : STREAMS.contains(call.name()) ? Kind.UNORDERED_STREAM : Kind.UNKNOWN;
    }
    boolean goesOn =
        receiver == Kind.UNORDERED_STREAM
            && !call.name().equals("sorted")
            && call.type().returnType().packageName().equals("java.util.stream");
    return goesOn ? Kind.UNORDERED_STREAM : Kind.UNKNOWN;
  }
}
