package dev.skald.workflows.engine;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** One run of a saga, as its story sees it. */
public interface SagaRun {

  String sagaId();

  /**
   * The id that the request gives to its business object, or else the key that the saga was started
   * under. It is not unique: other runs may have been started for the same object.
   */
  String businessKey();

  /** Takes a step that the saga has declared, and answers what it answered. */
  <S, C extends Record, A extends Record> A step(Step<S, C, A> step, C command);

  /** Takes an optional step: there is no answer if it failed. */
  <S, C extends Record, A extends Record> Optional<A> optional(Step<S, C, A> step, C command);

  /** Waits for an event from outside. It may have come before. */
  <A extends Record> A await(OutsideEvent<A> event);

  /** Tells another saga's story within this one. */
  <R extends Record> void tell(Nested<R> nested, R request);

  /** Begins something that goes on beside the rest, until it is joined. */
  <A> Branch<A> branch(Supplier<A> story);

  /** Waits for branches. The first that failed ends the story, once all of them have settled. */
  void join(Join join, Branch<?>... branches);

  /**
   * Goes a way from a savepoint. If a step on it fails, for whatever reason, what was done since is
   * undone, and the other way is gone from there, knowing why. A saga that is called off goes no
   * other way.
   */
  <A> A attempt(String savepoint, Supplier<A> way, Function<SagaFailure, A> otherwise);

  /**
   * Ends the story before its pivot, as a refused step does: on a way, the other one is gone; else
   * all is undone. It is to be thrown: {@code throw saga.refuse("no-room", "the hotel is full")}.
   *
   * @param code why, for programs
   * @param message why, for people
   */
  RuntimeException refuse(String code, String message);

  /**
   * Whether this run knows a change of its story, named like a step. Runs that had come past this
   * place when the change came do not, and never will; all others do from here on. What is new goes
   * into an {@code if}, and what it replaces into the {@code else}, as long as such runs are open.
   */
  boolean knows(String change);

  /** What a failed branch means for its siblings. */
  enum Join {
    /** They are cancelled: steps under way finish, further ones do not begin. */
    FAIL_FAST,
    /** They go on to their ends. */
    WAIT_FOR_ALL
  }

  /** Something that goes on beside the rest of the story. */
  interface Branch<A> {

    /** What it came to, once it has been joined. */
    A answer();
  }
}
