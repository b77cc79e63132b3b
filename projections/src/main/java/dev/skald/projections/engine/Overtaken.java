package dev.skald.projections.engine;

/**
 * Someone else has moved what this batch started from: another member, a swap of tables. Nothing
 * was written; the batch is planned anew from what stands in the database.
 */
final class Overtaken extends RuntimeException {
  Overtaken(String message) {
    super(message);
  }
}
