package dev.skald.worker.golden;

import dev.skald.worker.golden.Scenario.Act;
import dev.skald.worker.golden.Script.Cue;
import dev.skald.workflows.engine.ByExample;
import dev.skald.workflows.engine.DecisionKind;
import dev.skald.workflows.engine.DeclaredStep;
import dev.skald.workflows.engine.Limits;
import dev.skald.workflows.engine.OutsideEvent;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.Step;
import dev.skald.workflows.engine.StepKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Draws the paths of a saga from what it declares: each step once, on the first telling of the
 * story that takes it, by the first example that leads to it.
 */
final class Drawing {

  /** So many tries, and it does not go on by itself. */
  private static final int STUCK = 3;

  private final Saga<?> saga;
  private final List<Scenario> paths = new ArrayList<>();

  Drawing(Saga<?> saga) {
    this.saga = saga;
  }

  List<Scenario> paths() {
    Set<String> drawn = new HashSet<>();
    for (Saga<?> shown : ByExample.each(saga)) {
      paths.addAll(new Drawing(shown).paths(drawn));
    }
    return List.copyOf(paths);
  }

  private List<Scenario> paths(Set<String> drawn) {
    for (Telling telling : Telling.all(saga)) {
      for (String name : telling.steps()) {
        if (drawn.add(name)) {
          draw(telling, name);
        }
      }
    }
    return paths;
  }

  private void draw(Telling telling, String name) {
    DeclaredStep declared = Objects.requireNonNull(saga.type().steps().get(name));
    switch (declared) {
      case OutsideEvent<?> event -> drawEvent(telling, name, event);
      case Step<?, ?, ?> step -> {
        drawStep(telling, name, step);
        if (step.hasUndo() && step.kind() == StepKind.REVERSIBLE) {
          drawUndo(telling, name, step);
        }
      }
    }
  }

  private void drawEvent(Telling telling, String name, OutsideEvent<?> event) {
    List<Cue> late = List.of(Cue.NOT_YET);
    List<Cue> never = List.of(Cue.NOT_YET, Cue.NOT_YET);
    Act awaited = new Act.AwaitWaiting(name);
    add(telling, name + "-late", Map.of(name, late), awaited, new Act.Send(event.eventType()));
    add(telling, name + "-called-off", Map.of(name, never), awaited, new Act.CallOff(name, 1));
    add(telling, name + "-cancelled", Map.of(name, never), awaited, new Act.Cancel(name, 1));
    if (event.limits().then() == Limits.Then.ASK_OPERATOR) {
      for (DecisionKind kind : DecisionKind.values()) {
        add(
            telling,
            name + "-timed-out-" + lower(kind),
            Map.of(name, never),
            new Act.AwaitAsked(name, 2),
            new Act.Settle(name, kind));
      }
    } else {
      add(telling, name + "-timed-out", Map.of(name, never));
    }
  }

  private void drawStep(Telling telling, String name, Step<?, ?, ?> step) {
    boolean forward = step.kind() == StepKind.FORWARD;
    Map<String, List<Cue>> refused = Map.of(name, List.of(Cue.REFUSE));
    Act retried = new Act.Settle(name, DecisionKind.RETRY);
    add(telling, name + "-refused", refused, forward ? new Act[] {retried} : new Act[0]);
    add(telling, name + "-at-second-try", Map.of(name, List.of(Cue.FAIL)));
    drawExhausted(telling, name, step);
    int tries = step.limits().attempts();
    if (step.kind() == StepKind.REVERSIBLE) {
      if (tries > 0 && tries < STUCK) {
        return; // It is over before anybody calls it off.
      }
      Map<String, List<Cue>> stuck = Map.of(name, List.of(Cue.FAIL_ALWAYS));
      add(telling, name + "-called-off", stuck, new Act.CallOff(name, STUCK));
      add(telling, name + "-cancelled", stuck, new Act.Cancel(name, STUCK));
    } else {
      add(
          telling,
          name + "-cancelled",
          Map.of(name, List.of(Cue.FAIL, Cue.HOLD)),
          new Act.Cancel(name, 2),
          new Act.LetGo(name));
    }
    if (forward) {
      add(
          telling,
          name + "-refused-cancelled",
          refused,
          new Act.AwaitWaiting(name),
          new Act.Cancel(name, 1),
          retried);
    }
  }

  private void drawExhausted(Telling telling, String name, Step<?, ?, ?> step) {
    Limits limits = step.limits();
    if (limits.attempts() == 0) {
      return;
    }
    Map<String, List<Cue>> exhausted = exhausted(name, limits);
    if (limits.then() != Limits.Then.ASK_OPERATOR) {
      add(telling, name + "-exhausted", exhausted);
      return;
    }
    if (step.kind() == StepKind.REVERSIBLE) {
      Act asked = new Act.AwaitWaiting(name);
      Act calledOff = new Act.CallOff(name, limits.attempts());
      add(telling, name + "-asks-called-off", exhausted, asked, calledOff);
    }
    for (DecisionKind kind : DecisionKind.values()) {
      // Past the pivot nobody can give a step up: it would lead back.
      if (kind != DecisionKind.SKIP || step.kind() == StepKind.REVERSIBLE) {
        add(telling, name + "-exhausted-" + lower(kind), exhausted, new Act.Settle(name, kind));
      }
    }
  }

  private static Map<String, List<Cue>> exhausted(String name, Limits limits) {
    return Map.of(name, Collections.nCopies(limits.attempts(), Cue.FAIL));
  }

  private void drawUndo(Telling telling, String name, Step<?, ?, ?> step) {
    Optional<Map<String, List<Cue>>> turning = turningAfter(telling, name, step.limits());
    if (turning.isEmpty()) {
      return;
    }
    Map<String, List<Cue>> cues = new HashMap<>(turning.get());
    cues.put("undo " + name, List.of(Cue.REFUSE));
    for (DecisionKind kind : DecisionKind.values()) {
      add(
          telling,
          "undo-%s-refused-%s".formatted(name, lower(kind)),
          cues,
          new Act.Settle(name, kind));
    }
  }

  /**
   * Everything is undone where the pivot is refused; where none comes, what is exhausted itself.
   */
  private Optional<Map<String, List<Cue>>> turningAfter(
      Telling telling, String name, Limits limits) {
    Optional<Map<String, List<Cue>>> refused =
        telling.after(name).stream()
            .filter(later -> kind(later) == StepKind.PIVOT)
            .findFirst()
            .map(pivot -> Map.of(pivot, List.of(Cue.REFUSE)));
    return refused.or(
        () ->
            limits.attempts() > 0 && limits.then() == Limits.Then.COMPENSATE
                ? Optional.of(exhausted(name, limits))
                : Optional.empty());
  }

  private StepKind kind(String name) {
    return Objects.requireNonNull(saga.type().steps().get(name)).kind();
  }

  /** First what leads to this telling, and then what the path is about. */
  private void add(Telling telling, String name, Map<String, List<Cue>> cues, Act... acts) {
    Map<String, List<Cue>> all = new HashMap<>(telling.cues());
    all.putAll(cues);
    paths.add(
        new Scenario(
            saga,
            name,
            all,
            codes(telling, all),
            Stream.concat(telling.acts().stream(), Stream.of(acts)).toList()));
  }

  /** Where the telling does not matter, a step is refused with the first that it names. */
  private Map<String, String> codes(Telling telling, Map<String, List<Cue>> cues) {
    Map<String, String> codes = new HashMap<>(telling.codes());
    cues.forEach(
        (what, next) -> {
          DeclaredStep step = saga.type().steps().get(what);
          if (next.contains(Cue.REFUSE) && step != null && !step.refusals().isEmpty()) {
            codes.putIfAbsent(what, step.refusals().getFirst());
          }
        });
    return codes;
  }

  private static String lower(DecisionKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
