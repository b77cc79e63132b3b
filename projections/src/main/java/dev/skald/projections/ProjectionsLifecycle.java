package dev.skald.projections;

import dev.skald.projections.engine.Projections;
import org.springframework.context.SmartLifecycle;

/** Starts folding when the application is up, and ends it before the pools are closed. */
final class ProjectionsLifecycle implements SmartLifecycle {

  /** Below the web server and the Temporal workers, so that they stop first. */
  static final int PHASE = 1_000;

  private final Projections projections;
  private volatile boolean running;

  ProjectionsLifecycle(Projections projections) {
    this.projections = projections;
  }

  @Override
  public void start() {
    running = true;
    projections.start();
  }

  @Override
  public void stop() {
    projections.close();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
