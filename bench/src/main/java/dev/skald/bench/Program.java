package dev.skald.bench;

import dev.skald.stack.ChildProcess;
import dev.skald.stack.ServerFailed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A process that is measured. It ends with us. */
final class Program implements AutoCloseable {

  /** As {@code ./skald up} starts Skald; the same for all. */
  static final List<String> JVM =
      List.of(
          "-Xmx384m",
          "-XX:+UseSerialGC",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /** By it a JVM is known among others. */
  static final String MARK = "-Dskald.bench.program=";

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final String name;
  private final ChildProcess process;

  private Program(String name, ChildProcess process) {
    this.name = name;
    this.process = process;
  }

  /** A JVM with this class path; the rest of the line is its main class and its arguments. */
  static Program java(
      String name,
      Path logs,
      String classPath,
      Map<String, String> environment,
      List<String> line) {
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.add(MARK + name);
    all.addAll(JVM);
    String more = System.getProperty("skald.bench.jvm." + name, "");
    if (!more.isEmpty()) {
      all.addAll(List.of(more.split(" ", -1)));
    }
    all.addAll(List.of("-cp", classPath));
    all.addAll(line);
    return start(name, logs, environment, all);
  }

  static Program start(String name, Path logs, Map<String, String> environment, List<String> line) {
    Path log = logs.resolve(name + ".log");
    return new Program(
        name, ChildProcess.start(new ChildProcess.Command(name, line, environment, log, "TERM")));
  }

  /** Returns when it serves. */
  Program await(BooleanSupplier serves) {
    Instant limit = Instant.now().plus(PATIENCE);
    while (!serves.getAsBoolean()) {
      if (!process.isAlive() || Instant.now().isAfter(limit)) {
        String said = process.logTail();
        close();
        throw new ServerFailed("%s does not start. It said: %s".formatted(name, said));
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    return this;
  }

  @Override
  public void close() {
    process.stop();
  }
}
