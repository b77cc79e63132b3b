package dev.skald.workflows.engine;

/**
 * What a step answers, with the command that it answers: the engine takes no other's answer.
 *
 * @param attempt which try it was that did it
 */
public record StepAnswer<A extends Record>(String commandId, A answer, int attempt) {}
