package dev.skald.workflows.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * One declared step of a saga: what does it, what undoes it, and its limits.
 *
 * @param <S> the contract of the context that does it
 * @param <C> what it is told
 * @param <A> what it answers
 */
public final class Step<S, C extends Record, A extends Record> implements DeclaredStep {

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
  private final ContractMethod<StepAnswer<A>> action;
  private final Optional<ContractMethod<UndoAnswer>> undo;
  private final Limits limits;
  private final List<String> refusals;

  /** A step that its undo takes back. */
  public static <S, C extends Record, A extends Record> Step<S, C, A> reversible(
      String name, Class<S> contract, Do<S, C, A> action, Undo<S, C> undo, Limits limits) {
    return new Step<>(name, StepKind.REVERSIBLE, contract, action, undoing(contract, undo), limits);
  }

  /** A step that changes nothing, so that there is nothing to undo. */
  public static <S, C extends Record, A extends Record> Step<S, C, A> reading(
      String name, Class<S> contract, Do<S, C, A> action, Limits limits) {
    return new Step<>(name, StepKind.REVERSIBLE, contract, action, Optional.empty(), limits);
  }

  /** The point of no return: tried again without end while its outcome is unknown. */
  public static <S, C extends Record, A extends Record> Step<S, C, A> pivot(
      String name, Class<S> contract, Do<S, C, A> action, Limits limits) {
    if (!limits.isEndless() || !limits.finalFailures().isEmpty()) {
      throw new IllegalArgumentException(
          "'%s' is a pivot: while nobody knows whether it happened there is no way back, so it needs tries without end and no final failures"
              .formatted(name));
    }
    return new Step<>(name, StepKind.PIVOT, contract, action, Optional.empty(), limits);
  }

  /** A step after the pivot: tried again without end, or until an operator settles it. */
  public static <S, C extends Record, A extends Record> Step<S, C, A> forward(
      String name, Class<S> contract, Do<S, C, A> action, Limits limits) {
    if (limits.then() == Limits.Then.COMPENSATE) {
      throw new IllegalArgumentException(
          "'%s' comes after the pivot, where nothing is undone any more: let it be tried without end, or ask an operator"
              .formatted(name));
    }
    return new Step<>(name, StepKind.FORWARD, contract, action, Optional.empty(), limits);
  }

  /** A step whose failure changes nothing. */
  public static <S, C extends Record, A extends Record> Step<S, C, A> optional(
      String name, Class<S> contract, Do<S, C, A> action, Limits limits) {
    return optional(name, contract, action, Optional.empty(), limits);
  }

  /** A step whose failure changes nothing, but which is undone with the others. */
  public static <S, C extends Record, A extends Record> Step<S, C, A> optional(
      String name, Class<S> contract, Do<S, C, A> action, Undo<S, C> undo, Limits limits) {
    return optional(name, contract, action, undoing(contract, undo), limits);
  }

  private static <S, C extends Record, A extends Record> Step<S, C, A> optional(
      String name,
      Class<S> contract,
      Do<S, C, A> action,
      Optional<ContractMethod<UndoAnswer>> undo,
      Limits limits) {
    if (limits.then() != Limits.Then.GO_ON) {
      throw new IllegalArgumentException(
          "'%s' is optional: give it tries that end, and then let the saga go on".formatted(name));
    }
    return new Step<>(name, StepKind.OPTIONAL, contract, action, undo, limits);
  }

  private static <S, C extends Record> Optional<ContractMethod<UndoAnswer>> undoing(
      Class<S> contract, Undo<S, C> undo) {
    return Optional.of(method(contract, undo::apply));
  }

  /** Nothing is done with the arguments: the call is only made to see which method it is. */
  @SuppressWarnings("NullAway")
  private static <S, C, T> ContractMethod<T> method(Class<S> contract, Method<S, C> method) {
    return ContractMethod.of(contract, steps -> method.call(steps, null, null));
  }

  @FunctionalInterface
  private interface Method<S, C> {
    Object call(S steps, StepCall call, C command);
  }

  private Step(
      String name,
      StepKind kind,
      Class<S> contract,
      Do<S, C, A> action,
      Optional<ContractMethod<UndoAnswer>> undo,
      Limits limits) {
    Part.checkName(name);
    if (limits.then() == Limits.Then.GO_ON && kind != StepKind.OPTIONAL) {
      throw new IllegalArgumentException(
          "the saga cannot just go on without '%s': only optional steps can be done without"
              .formatted(name));
    }
    this.name = name;
    this.kind = kind;
    this.contract = contract;
    this.action = method(contract, action::apply);
    this.undo = undo;
    this.limits = limits;
    this.refusals = List.of();
  }

  private Step(Step<S, C, A> step, List<String> refusals) {
    this.name = step.name;
    this.kind = step.kind;
    this.contract = step.contract;
    this.action = step.action;
    this.undo = step.undo;
    this.limits = step.limits;
    this.refusals = List.copyOf(refusals);
  }

  /**
   * The same step, with the codes that its participant refuses it with. They are what the story is
   * rehearsed with, and what people are shown; one that is not named here counts as much.
   */
  public Step<S, C, A> refuses(String... codes) {
    List<String> all = new ArrayList<>(refusals);
    all.addAll(List.of(codes));
    if (all.stream().anyMatch(String::isBlank) || new HashSet<>(all).size() < all.size()) {
      throw new IllegalArgumentException(
          "'%s' refuses with %s: give each code once, and none that is blank".formatted(name, all));
    }
    return new Step<>(this, all);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public StepKind kind() {
    return kind;
  }

  public Class<S> contract() {
    return contract;
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public List<String> refusals() {
    return refusals;
  }

  @Override
  public boolean hasUndo() {
    return undo.isPresent();
  }

  /** What Temporal calls the activity that does it. */
  public String activity() {
    return action.activity();
  }

  /** What Temporal calls the activity that undoes it. */
  public Optional<String> undoActivity() {
    return undo.map(ContractMethod::activity);
  }

  /** What it answers. */
  @SuppressWarnings("unchecked")
  public Class<A> answer() {
    return (Class<A>) action.argument();
  }

  ContractMethod<StepAnswer<A>> answering() {
    return action;
  }

  Optional<ContractMethod<UndoAnswer>> undo() {
    return undo;
  }
}
