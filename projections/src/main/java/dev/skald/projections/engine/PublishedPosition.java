package dev.skald.projections.engine;

/** How far the log has been sent to Kafka. */
@FunctionalInterface
public interface PublishedPosition {

  /** Every event up to this position had been acknowledged by Kafka when it was asked for. */
  long get();
}
