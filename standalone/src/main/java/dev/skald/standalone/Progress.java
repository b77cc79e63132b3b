package dev.skald.standalone;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;

/** Tells whoever waits at the terminal what happens. */
record Progress(PrintStream out) {

  /** Where `./skald` wants it, behind what somebody else has said there, or on standard output. */
  static Progress toTerminal() {
    String channel = System.getProperty("skald.progress");
    try {
      return new Progress(
          channel == null
              ? System.out
              : new PrintStream(new FileOutputStream(channel, true), true, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return new Progress(System.out);
    }
  }

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
