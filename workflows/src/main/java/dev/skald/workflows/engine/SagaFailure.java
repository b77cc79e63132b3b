package dev.skald.workflows.engine;

/**
 * Why a saga turned back, or goes another way.
 *
 * @param step at which it did
 * @param code of the refusal; {@link #TIMED_OUT} where nobody answered or no event came in time
 */
public record SagaFailure(String step, String code, String message) {

  public static final String TIMED_OUT = "timed-out";
}
