package dev.skald.workflows.determinism;

import dev.skald.domain.EventTypes;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaWorkflow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds what makes a replay come out otherwise: clocks, random numbers, threads, what is read and
 * written outside, state that runs share, orders that nobody fixed. It looks at the bytecode of all
 * that a run can come by, in the engine, in the stories, and in what they use of {@code domain}.
 */
public final class Determinism {

  /** Code of the engine that looks as if it were of a run, and is not, with the reasons. */
  static final Map<String, String> SPARED =
      Map.of(
          "dev.skald.workflows.engine.StoryRehearsal",
          "tells a story without Temporal, when a program starts",
          "dev.skald.workflows.engine.ContractMethod",
          "reads by reflection what a contract declares, which is the same wherever the code is");

  private final Classes classes;
  private final Reach reach;
  private final Facts facts = new Facts();

  private Determinism(Classes classes, Reach reach) {
    this.classes = classes;
    this.reach = reach;
  }

  /**
   * Checks sagas, wherever they live: beside the classes of the engine and of {@code domain}, those
   * of the folder or jar that each saga is in are looked at.
   */
  public static List<Finding> check(Collection<? extends Class<?>> sagas) {
    Set<Path> places = new LinkedHashSet<>();
    Stream.concat(Stream.of(SagaWorkflow.class, EventTypes.class), sagas.stream())
        .map(Classes::placeOf)
        .forEach(places::add);
    return check(Classes.in(places), sagas.stream().map(Class::getName).toList());
  }

  static List<Finding> check(Classes classes, List<String> sagas) {
    List<String> beginnings = new ArrayList<>(sagas);
    beginnings.addFirst(SagaWorkflow.class.getName());
    return new Determinism(classes, Reach.from(classes, beginnings, SPARED.keySet())).findings();
  }

  private List<Finding> findings() {
    do {
      reach.methods().forEach(method -> uses(method).forEach(use -> learn(method, use)));
    } while (facts.haveChanged());
    Judge judge = new Judge(classes, facts, Saga.class.getName());
    Map<String, Finding> findings = new LinkedHashMap<>();
    for (Method method : reach.methods()) {
      if (method.isSynchronized()) {
        add(
            findings,
            method,
            method.firstLine(),
            "synchronized: uses threads, which workflows do not have");
      }
      for (Use use : uses(method)) {
        judge.wrongWith(method, use).forEach(what -> add(findings, method, use.line(), what));
      }
    }
    return List.copyOf(findings.values());
  }

  private void add(Map<String, Finding> findings, Method method, int line, String what) {
    Finding finding = new Finding(method.at(line), what, reach.path(method));
    findings.putIfAbsent(finding.place() + what, finding);
  }

  private List<Use> uses(Method method) {
    return Flow.of(method, facts, this::answer);
  }

  private Kind answer(Use.Call call) {
    List<Method> targets = reach.targets(call);
    return targets.isEmpty()
        ? Made.answer(call)
        : targets.stream().map(facts::result).reduce(Kind.UNKNOWN, Kind::or);
  }

  private void learn(Method method, Use use) {
    switch (use) {
      case Use.Call call ->
          reach.targets(call).forEach(target -> learnParameters(target, call.values()));
      case Use.Write write -> facts.field(write.owner(), write.field(), write.value());
      case Use.Return end -> facts.result(method, end.value());
      case Use.Read _, Use.Mention _, Use.Lock _, Use.Catch _, Use.Bootstrap _ -> {}
    }
  }

  private void learnParameters(Method target, List<Kind> values) {
    for (int i = 0; i < values.size(); i++) {
      facts.parameter(target, i, Objects.requireNonNull(values.get(i)));
    }
  }
}
