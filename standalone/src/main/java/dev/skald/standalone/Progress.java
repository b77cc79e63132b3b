package dev.skald.standalone;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Supplier;

/** Tells whoever waits at the terminal what happens. */
record Progress(PrintStream out) {

  void say(String line) {
    out.println(line);
  }

  /** Does a step and says how long it took. */
  <T> T step(String name, Supplier<T> work) {
    long started = System.nanoTime();
    T done = work.get();
    say("  %-38s %5.1f s".formatted(name, seconds(System.nanoTime() - started)));
    return done;
  }

  static double seconds(long nanos) {
    return Duration.ofNanos(nanos).toMillis() / 1000.0;
  }
}
