package dev.skald.workflows.engine;

/**
 * What an undo answers.
 *
 * @param changed false where the step had never happened
 */
public record UndoAnswer(String commandId, boolean changed) {}
