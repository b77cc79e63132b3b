package dev.skald.workflows.engine;

import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
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
   * @param step the undo of one round of it may wait while another round does
   * @param command of this round, or of its undo
   * @param answers whether a settled step must bring the answer that later steps need
   */
  private record Question(
      String step,
      String command,
      Predicate<DecisionKind> allowed,
      String otherwise,
      boolean answers) {}

  /** Runs that were called off before, when they had just been decided on, forgot the decision. */
  private static final String DECIDED_ALL_THE_SAME = "skald:decided-all-the-same";

  /** Runs that had heard before of what they had asked about waited for a decision all the same. */
  private static final String NOBODY_NEEDED = "skald:nobody-needed-any-more";

  private final Conditions conditions;

  /** By which time it is that this run asks. */
  private final Map<Integer, Question> questions = new LinkedHashMap<>();

  private final Map<Integer, Decided> decisions = new LinkedHashMap<>();
  private int asked;

  Operator(Conditions conditions) {
    this.conditions = conditions;
  }

  /** Asks about an undo that failed. Each of the three decisions settles it. */
  int askAboutUndo(StepCall call, boolean byHand) {
    String step = call.step();
    return ask(
        step,
        call.undoCommandId(),
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
  int askAboutStep(DeclaredStep step, StepCall call, boolean forwardOnly) {
    String name = call.step();
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
        call.commandId(),
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

  private int ask(
      String step,
      String command,
      Predicate<DecisionKind> allowed,
      String otherwise,
      boolean answers) {
    asked++;
    questions.put(asked, new Question(step, command, allowed, otherwise, answers));
    return asked;
  }

  /** Waits for the decision about a question; if that is cancelled, nobody is asked any more. */
  Decided await(int number) {
    return awaitAny(List.of(number)).getValue();
  }

  /** The same until nobody needs to decide any more: then there is no decision. */
  @Nullable Decided awaitUnless(int number, Supplier<Boolean> needless) {
    await(List.of(number), needless);
    if (!decisions.containsKey(number)
        && Workflow.getVersion(NOBODY_NEEDED, Workflow.DEFAULT_VERSION, 1)
            == Workflow.DEFAULT_VERSION) {
      return await(number);
    }
    Decided decided = decisions.get(number);
    forget(number);
    return decided;
  }

  /** Waits for a decision about any of some questions. */
  Map.Entry<Integer, Decided> awaitAny(Collection<Integer> numbers) {
    await(numbers, () -> false);
    int number = numbers.stream().filter(decisions::containsKey).findFirst().orElseThrow();
    Decided decided = Objects.requireNonNull(decisions.get(number));
    forget(number);
    return Map.entry(number, decided);
  }

  private void await(Collection<Integer> numbers, Supplier<Boolean> needless) {
    try {
      if (numbers.stream().noneMatch(decisions::containsKey)) {
        numbers.forEach(number -> conditions.waits(stepOf(number)));
        conditions.tell();
        Workflow.await(() -> numbers.stream().anyMatch(decisions::containsKey) || needless.get());
      }
    } catch (CanceledFailure calledOff) {
      if (!isDecided(numbers)) {
        numbers.forEach(this::forget);
        throw calledOff;
      }
    }
  }

  /** Who decided was told that it holds, also where the saga was called off at the same time. */
  private boolean isDecided(Collection<Integer> numbers) {
    return numbers.stream().anyMatch(decisions::containsKey)
        && Workflow.getVersion(DECIDED_ALL_THE_SAME, Workflow.DEFAULT_VERSION, 1) == 1;
  }

  /** Nobody is asked about it any more. */
  void forget(int number) {
    String step = stepOf(number);
    questions.remove(number);
    decisions.remove(number);
    if (questions.values().stream().noneMatch(other -> other.step().equals(step))) {
      conditions.waitsNoMore(step);
    }
  }

  private String stepOf(int number) {
    return Objects.requireNonNull(questions.get(number)).step();
  }

  /** Throws why a decision is not wanted. */
  void check(String step, DecisionKind kind, Decision decision) {
    List<Integer> open =
        questions.keySet().stream()
            .filter(number -> stepOf(number).equals(step) && !decisions.containsKey(number))
            .toList();
    if (open.isEmpty()) {
      throw new IllegalArgumentException(
          questions.isEmpty()
              ? "the saga waits for nobody"
              : "the saga waits for a decision about %s, not about '%s'"
                  .formatted(
                      questions.values().stream().map(Question::step).distinct().toList(), step));
    }
    if (!open.contains(decision.number())) {
      throw new IllegalArgumentException(
          "'%s' was decided before; now it waits for the %d. time".formatted(step, open.getLast()));
    }
    Question question = Objects.requireNonNull(questions.get(decision.number()));
    if (!decision.isAbout(question.command())) {
      throw new IllegalArgumentException(
          "the saga waits for a decision about '%s', not about '%s' any more"
              .formatted(question.command(), decision.about()));
    }
    if (!question.allowed().test(kind)) {
      throw new IllegalArgumentException(question.otherwise());
    }
    if (kind == DecisionKind.RESOLVE && question.answers() && decision.answer() == null) {
      throw new IllegalArgumentException(
          "'%s' can only be resolved with its answer, which later steps need".formatted(step));
    }
  }

  /** One decision is enough: nobody is asked about that any more. */
  void decide(DecisionKind kind, Decision decision) {
    decisions.put(decision.number(), new Decided(kind, decision, false));
  }
}
