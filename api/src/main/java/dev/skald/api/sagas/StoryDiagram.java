package dev.skald.api.sagas;

import dev.skald.workflows.engine.DeclaredStep;
import dev.skald.workflows.engine.OutsideEvent;
import dev.skald.workflows.engine.Scene;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Draws a story as a Mermaid flowchart: steps in their order, and beside each the undo that takes
 * it back. Undos are linked in the order in which they run.
 */
final class StoryDiagram {

  private static final String START = "start";

  private final Map<String, DeclaredStep> steps;
  private final StringBuilder text = new StringBuilder("flowchart TD\n");
  private final Map<String, String> ids = new LinkedHashMap<>();
  private int taken;
  private int refusals;

  StoryDiagram(Map<String, DeclaredStep> steps) {
    this.steps = steps;
  }

  String of(List<Scene> story) {
    line("start([start])");
    List<String> ends = draw(story, List.of(START));
    line("done([done])");
    ends.forEach(end -> line(end + " --> done"));
    undos();
    return text.toString();
  }

  /** Answers where the story goes on from. */
  private List<String> draw(List<Scene> scenes, List<String> from) {
    List<String> ends = from;
    for (Scene scene : scenes) {
      List<String> before = ends;
      ends =
          switch (scene) {
            case Scene.Taken(String step) -> taken(step, before);
            case Scene.Together(List<List<Scene>> branches) -> together(branches, before);
            case Scene.Way way -> way(way, before);
            case Scene.Refused(String code) -> refused(code, before);
          };
    }
    return ends;
  }

  private List<String> taken(String step, List<String> from) {
    String id = "s" + ++taken;
    ids.putIfAbsent(step, id);
    line(id + shape(step));
    from.forEach(before -> line(before + " --> " + id));
    return List.of(id);
  }

  private List<String> together(List<List<Scene>> branches, List<String> from) {
    List<String> ends = new ArrayList<>();
    for (List<Scene> branch : branches) {
      for (String end : draw(branch, from)) {
        if (!ends.contains(end)) {
          ends.add(end);
        }
      }
    }
    return ends;
  }

  /** Another way begins where the first was gone back to, whatever step it came to. */
  private List<String> way(Scene.Way way, List<String> from) {
    String savepoint = way.savepoint();
    String id = savepoint.replace('-', '_');
    line("subgraph way_%s [savepoint %s]".formatted(id, savepoint));
    List<String> ends = new ArrayList<>(draw(way.scenes(), from));
    line("end");
    int others = 0;
    for (Scene.Other other : way.otherwise()) {
      if (!other.scenes().isEmpty()) {
        String otherId = "other_" + id + (++others == 1 ? "" : "_" + others);
        line("subgraph %s [other way]".formatted(otherId));
        ends.addAll(draw(other.scenes(), List.of()));
        line("end");
        line("way_%s -. \"undone: %s\" .-> %s".formatted(id, codes(other), otherId));
      }
    }
    return ends;
  }

  private static String codes(Scene.Other other) {
    return other.why().stream().map(Scene.Why::code).distinct().collect(Collectors.joining(", "));
  }

  private List<String> refused(String code, List<String> from) {
    String id = "r" + ++refusals;
    line("%s([\"refused: %s\"])".formatted(id, code));
    from.forEach(before -> line(before + " --> " + id));
    return List.of();
  }

  private String shape(String name) {
    DeclaredStep step = steps.get(name);
    if (step instanceof OutsideEvent<?>) {
      return ">\"%s\"]".formatted(name);
    }
    return switch (step == null ? null : step.kind()) {
      case PIVOT -> "{{\"%s\"}}".formatted(name);
      case OPTIONAL -> "(\"%s (optional)\")".formatted(name);
      case REVERSIBLE, FORWARD -> "[\"%s\"]".formatted(name);
      case null -> "[\"%s\"]".formatted(name);
    };
  }

  private void undos() {
    String later = null;
    for (String name : List.copyOf(ids.keySet()).reversed()) {
      DeclaredStep step = steps.get(name);
      if (step != null && step.hasUndo()) {
        String undo = "u" + ids.get(name);
        line("%s([\"undo %s\"])".formatted(undo, name));
        line("%s -. undo .-> %s".formatted(ids.get(name), undo));
        if (later != null) {
          line("%s -.-> %s".formatted(later, undo));
        }
        later = undo;
      }
    }
  }

  private void line(String line) {
    text.append("  ").append(line).append('\n');
  }
}
