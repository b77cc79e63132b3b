package dev.skald.workflows.determinism;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The methods of ours that a run can come by. A call through one of our types counts as a call of
 * every class that could be behind it, but for the contracts of activities: those run elsewhere.
 */
final class Reach {

  private static final String ACTIVITIES = "io.temporal.activity.ActivityInterface";
  private static final List<String> HANDLERS =
      List.of(
          "io.temporal.workflow.QueryMethod",
          "io.temporal.workflow.SignalMethod",
          "io.temporal.workflow.UpdateMethod",
          "io.temporal.workflow.UpdateValidatorMethod",
          "io.temporal.workflow.WorkflowMethod");

  private final Classes classes;
  private final Set<String> spared;
  private final Set<String> met = new HashSet<>();
  private final Map<String, Method> reached = new LinkedHashMap<>();
  private final Map<String, String> callers = new LinkedHashMap<>();
  private final Set<String> touched = new HashSet<>();
  private final Deque<Method> open = new ArrayDeque<>();

  private Reach(Classes classes, Set<String> spared) {
    this.classes = classes;
    this.spared = spared;
  }

  /**
   * From all methods of some classes, and from what Temporal itself calls.
   *
   * @param spared classes that are not gone into
   */
  static Reach from(Classes classes, List<String> beginnings, Set<String> spared) {
    Reach reach = new Reach(classes, spared);
    beginnings.stream().flatMap(type -> classes.methods(type).stream()).forEach(reach::begin);
    reach.handlers().forEach(reach::begin);
    Facts nothing = new Facts();
    while (!reach.open.isEmpty()) {
      Method method = reach.open.remove();
      reach.touch(method.ownerName(), method);
      Flow.of(method, nothing, _ -> Kind.UNKNOWN).forEach(use -> reach.follow(use, method));
    }
    return reach;
  }

  Iterable<Method> methods() {
    return reached.values();
  }

  /** Those of the spared classes that would have been gone into. */
  Set<String> met() {
    return met;
  }

  /** How a run gets there. */
  List<String> path(Method method) {
    List<String> path = new ArrayList<>();
    for (String key = method.key(); key != null; key = callers.get(key)) {
      path.addFirst(Optional.ofNullable(reached.get(key)).orElse(method).shortName());
    }
    return path;
  }

  /** Our methods that a call may end up in. */
  List<Method> targets(Use.Call call) {
    if (!classes.isOurs(call.owner()) || classes.isAnnotated(call.owner(), ACTIVITIES)) {
      return List.of();
    }
    Optional<Method> named = classes.resolve(call.owner(), call.signature());
    if (call.exact()) {
      return named.stream().toList();
    }
    return Stream.concat(
            named.stream(),
            classes.subtypes(call.owner()).stream()
                .flatMap(type -> classes.declared(type, call.signature()).stream()))
        .toList();
  }

  private List<Method> handlers() {
    List<Method> found = new ArrayList<>();
    classes
        .all()
        .forEach(
            model ->
                classes.methods(Classes.name(model)).stream()
                    .filter(
                        method -> HANDLERS.stream().anyMatch(a -> Classes.isAnnotated(method, a)))
                    .flatMap(method -> implementations(method))
                    .forEach(found::add));
    return found;
  }

  private Stream<Method> implementations(Method method) {
    return classes.subtypes(method.ownerName()).stream()
        .flatMap(type -> classes.declared(type, method.signature()).stream());
  }

  private void begin(Method method) {
    if (spared.contains(method.ownerName())) {
      met.add(method.ownerName());
    } else if (reached.putIfAbsent(method.key(), method) == null) {
      open.add(method);
    }
  }

  private void add(Method method, Method caller) {
    if (!reached.containsKey(method.key())) {
      callers.putIfAbsent(method.key(), caller.key());
      begin(method);
    }
  }

  private void follow(Use use, Method from) {
    switch (use) {
      case Use.Call call -> {
        touch(call.owner(), from);
        targets(call).forEach(target -> add(target, from));
      }
      case Use.Read read -> touch(read.owner(), from);
      case Use.Write write -> touch(write.owner(), from);
      case Use.Mention mention -> touch(mention.type(), from);
      case Use.Lock _, Use.Catch _, Use.Return _, Use.Bootstrap _ -> {}
    }
  }

  /**
   * A class that is used is initialised; what it overrides of the JDK and of libraries may be
   * called from there; and a record may be made from JSON.
   */
  private void touch(String type, Method from) {
    if (!classes.isOurs(type) || isDoneElsewhere(type) || !touched.add(type)) {
      return;
    }
    Set<String> overridable = overridable(type);
    boolean isRecord = classes.ancestors(type).contains("java.lang.Record");
    for (Method method : classes.methods(type)) {
      boolean called =
          method.isInitializer()
              || (isRecord && method.name().equals("<init>"))
              || (!method.isStatic() && overridable.contains(method.name()));
      if (called) {
        add(method, from);
      }
    }
    classes.ancestors(type).forEach(above -> touch(above, from));
  }

  private boolean isDoneElsewhere(String type) {
    return classes.ancestors(type).stream()
        .anyMatch(above -> classes.isAnnotated(above, ACTIVITIES));
  }

  private Set<String> overridable(String type) {
    return classes.ancestors(type).stream()
        .filter(above -> !classes.isOurs(above))
        .flatMap(Reach::methodNames)
        .collect(Collectors.toSet());
  }

  private static Stream<String> methodNames(String type) {
    try {
      Class<?> loaded = Class.forName(type, false, Reach.class.getClassLoader());
      return Arrays.stream(loaded.getMethods()).map(java.lang.reflect.Method::getName);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(type + " is not on the class path of this check", e);
    }
  }
}
