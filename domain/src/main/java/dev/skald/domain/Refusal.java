package dev.skald.domain;

/**
 * A business "no": final, expected, and a fact like any other. The code is stable and may be
 * matched on; the message is for people.
 */
public record Refusal(String code, String message) {}
