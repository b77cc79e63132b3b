package dev.skald.workflows.determinism;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where the order of a collection that has none comes to matter. */
final class Order {

  private static final Set<String> ITERATES =
      Set.of("iterator", "spliterator", "forEach", "toArray", "toString");

  private static final Set<String> STREAMS_IN_ORDER =
      Set.of(
          "forEach",
          "forEachOrdered",
          "toList",
          "toArray",
          "iterator",
          "reduce",
          "findFirst",
          "findAny",
          "collect",
          "limit",
          "skip",
          "takeWhile",
          "dropWhile");

  private static final Set<String> COPIES_IN_ORDER =
      Set.of(
          "java.util.ArrayList.<init>",
          "java.util.ArrayDeque.<init>",
          "java.util.LinkedList.<init>",
          "java.util.LinkedHashSet.<init>",
          "java.util.LinkedHashMap.<init>",
          "java.util.List.copyOf",
          "java.util.List.addAll",
          "java.util.ArrayList.addAll",
          "java.util.Deque.addAll",
          "java.util.ArrayDeque.addAll",
          "java.util.LinkedHashSet.addAll",
          "java.util.LinkedHashMap.putAll",
          "java.lang.String.join",
          "java.lang.String.valueOf",
          "java.lang.StringBuilder.append");

  private Order() {}

  static Optional<String> why(Use.Call call) {
    Kind receiver = call.receiver();
    boolean streams =
        receiver == Kind.UNORDERED_STREAM
            && STREAMS_IN_ORDER.contains(call.name())
            && !gathersWithoutOrder(call);
    if (streams) {
      return Optional.of("takes a stream of a hash set or map in its order; sort it before");
    }
    List<Kind> arguments =
        call.isStatic() || call.values().isEmpty()
            ? call.values()
            : call.values().subList(1, call.values().size());
    if (COPIES_IN_ORDER.contains(call.owner() + "." + call.name())) {
      return arguments.stream().filter(Kind::isUnordered).findFirst().map(Order::reason);
    }
    return receiver.isUnordered() && ITERATES.contains(call.name())
        ? Optional.of(reason(receiver))
        : Optional.empty();
  }

  private static boolean gathersWithoutOrder(Use.Call call) {
    Kind collector = call.values().getLast();
    return collector == Kind.HASHING_COLLECTOR || collector == Kind.SALTING_COLLECTOR;
  }

  private static String reason(Kind kind) {
    return kind == Kind.SALTED
        ? "goes by the order of a fixed set or map (Set.of, Map.copyOf, ...), which differs from one JVM to the next; sort it, or use a List"
        : "goes by the order of a HashMap or HashSet; use a LinkedHashMap, a TreeMap or a List";
  }
}
