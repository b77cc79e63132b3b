package dev.skald.eventstore;

import org.springframework.context.SmartLifecycle;

/** Starts the relay with the application, and stops it before its pool is closed. */
final class RelayLifecycle implements SmartLifecycle {

  /** Low, so that whatever appends and whatever listens has stopped before. */
  static final int PHASE = 0;

  private final KafkaRelay relay;

  RelayLifecycle(KafkaRelay relay) {
    this.relay = relay;
  }

  @Override
  public void start() {
    relay.start();
  }

  @Override
  public void stop() {
    relay.close();
  }

  @Override
  public boolean isRunning() {
    return relay.status().state() != RelayStatus.State.STOPPED;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
