package dev.skald.projections.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then for streams that an older build stopped at, and this one can read. */
final class Understanding implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Understanding.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

  private final ParkedStreams streams;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().name("projection-understanding").unstarted(this::run);

  Understanding(ParkedStreams streams) {
    this.streams = streams;
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      do {
        look();
      } while (!closing.await(LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException _) {
      closing.countDown();
    }
  }

  private void look() {
    try {
      int replayed = streams.replayUnderstood();
      if (replayed > 0) {
        LOG.info(
            "Went on with {} stream(s) that an older build did not know all events of", replayed);
      }
    } catch (RuntimeException e) {
      // The letters stay, and are looked at again.
      LOG.atWarn().setCause(e).log("Cannot look at streams of unknown events at the moment");
    }
  }
}
