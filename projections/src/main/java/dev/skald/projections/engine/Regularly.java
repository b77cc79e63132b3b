package dev.skald.projections.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something again and again on a thread of its own, with a pause between, until closed. */
final class Regularly implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Regularly.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Runnable work;
  private final Duration pause;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  Regularly(String thread, Duration pause, Runnable work) {
    this.work = work;
    this.pause = pause;
    this.thread = Thread.ofPlatform().name(thread).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Whether there is still time for what takes long. */
  boolean isOpen() {
    return closing.getCount() > 0;
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      do {
        workOnce();
      } while (!closing.await(pause.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException _) {
      closing.countDown();
    }
  }

  private void workOnce() {
    try {
      work.run();
    } catch (RuntimeException e) {
      // Whatever was wrong, the next time may work.
      LOG.atWarn().setCause(e).log("{} cannot work at the moment; trying again", thread.getName());
    }
  }
}
