package dev.skald.workflows.engine;

/**
 * What an undo answers.
 *
 * @param changed false where the step had never happened
 * @param attempt which try it was that did it
 */
public record UndoAnswer(String commandId, boolean changed, int attempt) {}
