package dev.skald.worker;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What this worker does of what a worker can do.
 *
 * @param sagas whether it runs sagas and their steps
 * @param concurrency how many steps it does at a time
 * @param shutdownTimeout how long steps under way get to finish when the program ends
 */
@ConfigurationProperties("skald.worker")
record WorkerProperties(
    @DefaultValue("true") boolean sagas,
    @DefaultValue("200") int concurrency,
    @DefaultValue("10s") Duration shutdownTimeout) {

  WorkerProperties {
    if (concurrency < 1) {
      throw new IllegalArgumentException(
          "skald.worker.concurrency is '%d', but must be at least 1".formatted(concurrency));
    }
    if (shutdownTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "skald.worker.shutdown-timeout is '%s', but must not be negative"
              .formatted(shutdownTimeout));
    }
  }
}
