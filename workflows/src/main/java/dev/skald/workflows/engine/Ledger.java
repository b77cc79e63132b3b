package dev.skald.workflows.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What this run knows about each of its steps. Answers a query at any time, also after the end. */
public final class Ledger {

  /**
   * One line of the ledger.
   *
   * @param attempts how many tries are known of
   */
  public record Line(
      String step,
      StepKind kind,
      StepStatus status,
      int round,
      int attempts,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable String error,
      UndoStatus undo,
      @Nullable String undoError) {

    private Line ended(StepStatus with, int tries, @Nullable String why, Instant at) {
      int known = Math.max(attempts, tries);
      return new Line(step, kind, with, round, known, startedAt, at, why, undo, undoError);
    }

    private Line tried(int tries) {
      int known = Math.max(attempts, tries);
      return new Line(step, kind, status, round, known, startedAt, endedAt, error, undo, undoError);
    }

    private Line undo(UndoStatus next, @Nullable String why) {
      return new Line(step, kind, status, round, attempts, startedAt, endedAt, error, next, why);
    }
  }

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

  Ledger(Map<String, DeclaredStep> steps) {
    steps.forEach((name, step) -> lines.put(name, pending(name, step.kind())));
  }

  private static Line pending(String name, StepKind kind) {
    return new Line(name, kind, StepStatus.PENDING, 1, 0, null, null, null, UndoStatus.NONE, null);
  }

  /** What this run knows of its steps is not what the log says: it is told anew. */
  void beginAnew() {
    lines.replaceAll((name, line) -> pending(name, line.kind()));
  }

  void begins(String step, int round, Instant now) {
    change(
        step,
        line ->
            new Line(
                step,
                line.kind(),
                StepStatus.RUNNING,
                round,
                // An operator had it tried again.
                round == line.round() ? line.attempts() : 0,
                now,
                null,
                null,
                UndoStatus.NONE,
                null));
  }

  void tried(String step, int attempts) {
    change(step, line -> line.tried(attempts));
  }

  void completes(String step, int attempts, Instant now) {
    change(step, line -> line.ended(StepStatus.COMPLETED, attempts, null, now));
  }

  void stops(String step, StepStatus status, String error, Instant now) {
    change(step, line -> line.ended(status, line.attempts(), error, now));
  }

  /** What is undone of an earlier round says nothing about a step that has begun anew since. */
  void undo(StepCall call, UndoStatus undo, @Nullable String error) {
    change(call.step(), line -> call.round() < line.round() ? line : line.undo(undo, error));
  }

  boolean isCompleted(String step, int round) {
    return is(StepStatus.COMPLETED, step, round);
  }

  boolean isRunning(String step, int round) {
    return is(StepStatus.RUNNING, step, round);
  }

  private boolean is(StepStatus status, String step, int round) {
    Line line = lines.get(step);
    return line != null && line.round() == round && line.status() == status;
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
          .append(cell(line.error()))
          .append(cell(line.undoError()))
          .append(" |\n");
    }
    return table.toString();
  }

  private static String cell(@Nullable String text) {
    return text == null ? "" : text.replace("|", "\\|").replace('\n', ' ');
  }

  private void change(String step, UnaryOperator<Line> change) {
    Line line = lines.get(step);
    if (line == null) {
      throw new IllegalStateException("step '%s' is not declared by its saga".formatted(step));
    }
    lines.put(step, change.apply(line));
  }
}
