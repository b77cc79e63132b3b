package dev.skald.workflows.engine;

import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Where a saga waits for people: what they are asked about, and what they decided. */
final class Operator {

  /**
   * A decision about something that waits.
   *
   * @param before an earlier run of the saga was told so, and the log has it
   */
  record Decided(DecisionKind kind, Decision decision, boolean before) {}

  /**
   * Something that people are asked about.
   *
   * @param number which time this run asks
   * @param answers whether a settled step must bring the answer that later steps need
   */
  private record Question(
      int number, Predicate<DecisionKind> allowed, String otherwise, boolean answers) {}

  /** Runs that were called off before, when they had just been decided on, forgot the decision. */
  private static final String DECIDED_ALL_THE_SAME = "skald:decided-all-the-same";

  private final Conditions conditions;
  private final Map<String, Question> questions = new LinkedHashMap<>();
  private final Map<String, Decided> decisions = new LinkedHashMap<>();
  private int asked;

  Operator(Conditions conditions) {
    this.conditions = conditions;
  }

  /** Asks about an undo that failed. Each of the three decisions settles it. */
  int askAboutUndo(String step, boolean byHand) {
    return ask(
        step,
        byHand ? kind -> kind != DecisionKind.RETRY : _ -> true,
        "'%s' was settled by hand, so there is nothing to try again: undo it by hand and resolve it"
            .formatted(step),
        false);
  }

  /**
   * Asks about a step.
   *
   * @param forwardOnly the pivot has happened, so that giving up on it cannot lead back
   */
  int askAboutStep(DeclaredStep step, String name, boolean forwardOnly) {
    boolean answers =
        switch (step) {
          case Step<?, ?, ?> done -> needsAnswer(done.answer());
          case OutsideEvent<?> event -> needsAnswer(event.data());
        };
    StepKind kindNow =
        forwardOnly && step.kind() == StepKind.REVERSIBLE ? StepKind.FORWARD : step.kind();
    Predicate<DecisionKind> allowed =
        switch (kindNow) {
          case REVERSIBLE, OPTIONAL -> _ -> true;
          case PIVOT -> kind -> kind != DecisionKind.SKIP;
          case FORWARD -> kind -> kind != DecisionKind.SKIP || !answers;
        };
    return ask(
        name,
        allowed,
        "'%s' cannot be skipped: %s"
            .formatted(
                name,
                step.kind() == StepKind.PIVOT
                    ? "nobody knows whether the point of no return is passed; retry it, or resolve it with its answer"
                    : "later steps need its answer; resolve it with one"),
        answers);
  }

  static boolean needsAnswer(Class<?> answer) {
    return answer.getRecordComponents().length > 0;
  }

  private int ask(String step, Predicate<DecisionKind> allowed, String otherwise, boolean answers) {
    asked++;
    questions.put(step, new Question(asked, allowed, otherwise, answers));
    return asked;
  }

  /** Waits for the decision about a step; if that is cancelled, nobody is asked any more. */
  Decided await(String step) {
    return awaitAny(List.of(step)).getValue();
  }

  /** Waits for a decision about any of some steps that are asked about. */
  Map.Entry<String, Decided> awaitAny(Collection<String> steps) {
    try {
      if (steps.stream().noneMatch(decisions::containsKey)) {
        steps.forEach(conditions::waits);
        conditions.tell();
        Workflow.await(() -> steps.stream().anyMatch(decisions::containsKey));
      }
    } catch (CanceledFailure calledOff) {
      if (!isDecided(steps)) {
        steps.forEach(this::forget);
        throw calledOff;
      }
    }
    String step = steps.stream().filter(decisions::containsKey).findFirst().orElseThrow();
    Decided decided = Objects.requireNonNull(decisions.get(step));
    forget(step);
    return Map.entry(step, decided);
  }

  /** Who decided was told that it holds, also where the saga was called off at the same time. */
  private boolean isDecided(Collection<String> steps) {
    return steps.stream().anyMatch(decisions::containsKey)
        && Workflow.getVersion(DECIDED_ALL_THE_SAME, Workflow.DEFAULT_VERSION, 1) == 1;
  }

  /** Nobody is asked about it any more. */
  void forget(String step) {
    questions.remove(step);
    decisions.remove(step);
    conditions.waitsNoMore(step);
  }

  /** Throws why a decision is not wanted. */
  void check(String step, DecisionKind kind, Decision decision) {
    @Nullable Question question = questions.get(step);
    if (question == null || decisions.containsKey(step)) {
      throw new IllegalArgumentException(
          questions.isEmpty()
              ? "the saga waits for nobody"
              : "the saga waits for a decision about %s, not about '%s'"
                  .formatted(questions.keySet(), step));
    }
    if (decision.number() != question.number()) {
      throw new IllegalArgumentException(
          "'%s' was decided before; now it waits for the %d. time"
              .formatted(step, question.number()));
    }
    if (!question.allowed().test(kind)) {
      throw new IllegalArgumentException(question.otherwise());
    }
    if (kind == DecisionKind.RESOLVE && question.answers() && decision.answer() == null) {
      throw new IllegalArgumentException(
          "'%s' can only be resolved with its answer, which later steps need".formatted(step));
    }
  }

  /** One decision is enough: the step is asked about no more. */
  void decide(String step, DecisionKind kind, Decision decision) {
    decisions.put(step, new Decided(kind, decision, false));
  }
}
