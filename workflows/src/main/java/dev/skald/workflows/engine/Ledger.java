package dev.skald.workflows.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What this run knows about each of its steps. Answers a query at any time, also after the end. */
public final class Ledger {

  /** One line of the ledger. */
  public record Line(
      String step,
      StepKind kind,
      StepStatus status,
      UndoStatus undo,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable String error) {}

  public enum StepStatus {
    PENDING,
    RUNNING,
    WAITING,
    COMPLETED,
    FAILED,
    SKIPPED
  }

  public enum UndoStatus {
    NONE,
    PENDING,
    RUNNING,
    WAITING,
    COMPLETED,
    FAILED,
    SKIPPED
  }

  private final Map<String, Line> lines = new LinkedHashMap<>();

  Ledger(List<Step<?, ?, ?>> steps) {
    for (Step<?, ?, ?> step : steps) {
      lines.put(
          step.name(),
          new Line(
              step.name(), step.kind(), StepStatus.PENDING, UndoStatus.NONE, null, null, null));
    }
  }

  void begins(String step, Instant now) {
    Line line = line(step);
    put(new Line(step, line.kind(), StepStatus.RUNNING, line.undo(), now, null, null));
  }

  void ends(String step, StepStatus status, @Nullable String error, Instant now) {
    Line line = line(step);
    put(new Line(step, line.kind(), status, line.undo(), line.startedAt(), now, error));
  }

  void undo(String step, UndoStatus undo, @Nullable String error) {
    Line line = line(step);
    put(
        new Line(
            step,
            line.kind(),
            line.status(),
            undo,
            line.startedAt(),
            line.endedAt(),
            error == null ? line.error() : error));
  }

  List<Line> lines() {
    return new ArrayList<>(lines.values());
  }

  /** For the Web UI: a table that reads like the story. */
  String markdown(SagaStatus status) {
    StringBuilder table =
        new StringBuilder("**" + status + "**\n\n| step | status | undo | |\n|---|---|---|---|\n");
    for (Line line : lines.values()) {
      table
          .append("| ")
          .append(line.step())
          .append(" | ")
          .append(line.status())
          .append(" | ")
          .append(line.undo() == UndoStatus.NONE ? "" : line.undo())
          .append(" | ")
          .append(line.error() == null ? "" : line.error().replace("|", "\\|"))
          .append(" |\n");
    }
    return table.toString();
  }

  private Line line(String step) {
    Line line = lines.get(step);
    if (line == null) {
      throw new IllegalStateException("step '%s' is not declared by its saga".formatted(step));
    }
    return line;
  }

  private void put(Line line) {
    lines.put(line.step(), line);
  }
}
