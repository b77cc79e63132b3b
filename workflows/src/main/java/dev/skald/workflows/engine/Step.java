package dev.skald.workflows.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * One declared step of a saga: what does it, what undoes it, and its limits.
 *
 * @param <S> the contract of the context that does it
 * @param <C> what it is told
 * @param <A> what it answers
 */
public final class Step<S, C extends Record, A extends Record> {

  /** A method of a contract that does a step. */
  @FunctionalInterface
  public interface Do<S, C, A extends Record> {
    StepAnswer<A> apply(S steps, StepCall call, C command);
  }

  /** A method of a contract that undoes a step, told what the step was told. */
  @FunctionalInterface
  public interface Undo<S, C> {
    UndoAnswer apply(S steps, StepCall call, C command);
  }

  private final String name;
  private final StepKind kind;
  private final Class<S> contract;
  private final Do<S, C, A> action;
  private final Optional<Undo<S, C>> undo;
  private final Limits limits;

  /** A step that its undo takes back. */
  public static <S, C extends Record, A extends Record> Step<S, C, A> reversible(
      String name, Class<S> contract, Do<S, C, A> action, Undo<S, C> undo, Limits limits) {
    return new Step<>(name, StepKind.REVERSIBLE, contract, action, Optional.of(undo), limits);
  }

  /** A step that changes nothing, so that there is nothing to undo. */
  public static <S, C extends Record, A extends Record> Step<S, C, A> reading(
      String name, Class<S> contract, Do<S, C, A> action, Limits limits) {
    return new Step<>(name, StepKind.REVERSIBLE, contract, action, Optional.empty(), limits);
  }

  /** The point of no return: tried again without end while its outcome is unknown. */
  public static <S, C extends Record, A extends Record> Step<S, C, A> pivot(
      String name, Class<S> contract, Do<S, C, A> action, Duration timeLimit, Backoff backoff) {
    return new Step<>(
        name,
        StepKind.PIVOT,
        contract,
        action,
        Optional.empty(),
        Limits.endless(timeLimit, backoff));
  }

  /** A step after the pivot: tried again without end. */
  public static <S, C extends Record, A extends Record> Step<S, C, A> forward(
      String name, Class<S> contract, Do<S, C, A> action, Duration timeLimit, Backoff backoff) {
    return new Step<>(
        name,
        StepKind.FORWARD,
        contract,
        action,
        Optional.empty(),
        Limits.endless(timeLimit, backoff));
  }

  private Step(
      String name,
      StepKind kind,
      Class<S> contract,
      Do<S, C, A> action,
      Optional<Undo<S, C>> undo,
      Limits limits) {
    if (!name.matches("[a-z][a-z0-9-]{0,62}")) {
      throw new IllegalArgumentException(
          "'%s' is not a step name like 'take-payment'".formatted(name));
    }
    this.name = name;
    this.kind = kind;
    this.contract = contract;
    this.action = action;
    this.undo = undo;
    this.limits = limits;
  }

  public String name() {
    return name;
  }

  public StepKind kind() {
    return kind;
  }

  public Class<S> contract() {
    return contract;
  }

  public Limits limits() {
    return limits;
  }

  public boolean hasUndo() {
    return undo.isPresent();
  }

  Do<S, C, A> action() {
    return action;
  }

  Optional<Undo<S, C>> undo() {
    return undo;
  }

  /**
   * How long one try may take, how many tries there are (0: no end), and the pauses between them.
   */
  public record Limits(Duration timeLimit, int attempts, Backoff backoff) {

    public Limits {
      if (timeLimit.isNegative() || timeLimit.isZero() || attempts < 0) {
        throw new IllegalArgumentException(
            "a step needs a time limit above zero and at least one attempt, not %s and %d"
                .formatted(timeLimit, attempts));
      }
    }

    static Limits endless(Duration timeLimit, Backoff backoff) {
      return new Limits(timeLimit, 0, backoff);
    }
  }
}
