package dev.skald.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A program that ends when this JVM does, however that ends. A shell stands in between, with its
 * standard input held open by the JVM: when that closes, the shell asks the program to stop, and
 * ends it if it does not.
 */
public final class ChildProcess {

  /** What to run, where its output goes, and the signal that asks it to stop. */
  public record Command(
      String name,
      List<String> line,
      Map<String, String> environment,
      Path log,
      String stopSignal) {
    public Command {
      line = List.copyOf(line);
      environment = Map.copyOf(environment);
    }
  }

  private static final int SECONDS_TO_STOP = 30;

  private static final String GUARD =
      """
      signal=$1; seconds=$2; shift 2
      exec 3<&0 </dev/null
      "$@" 3<&- &
      child=$!
      (
        cat <&3 >/dev/null
        kill -s $signal $child
        for second in $(seq $seconds); do sleep 1; kill -s 0 $child || exit; done
        kill -s KILL $child
      ) 2>/dev/null &
      guard=$!
      exec 3<&-
      wait $child
      status=$?
      kill $guard 2>/dev/null
      exit $status
      """;

  private final Process shell;
  private final Path log;

  private ChildProcess(Process shell, Path log) {
    this.shell = shell;
    this.log = log;
  }

  public static ChildProcess start(Command command) {
    List<String> line = new ArrayList<>();
    // A session of its own: a Ctrl-C at the terminal is for the application, which then stops
    // its servers in order.
    Programs.find("setsid").ifPresent(setsid -> line.add(setsid.toString()));
    line.addAll(
        List.of(
            "sh", "-c", GUARD, "guard", command.stopSignal(), Integer.toString(SECONDS_TO_STOP)));
    line.addAll(command.line());
    try {
      Files.createDirectories(command.log().toAbsolutePath().getParent());
      ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(command.log().toFile()));
      builder.environment().putAll(command.environment());
      Process shell = builder.start();
      var _ = shell.onExit().thenRun(() -> letGo(shell));
      return new ChildProcess(shell, command.log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a program to its end; its output is in the failure if it fails. */
  static void run(Command command) {
    ChildProcess process = start(command);
    try {
      if (process.shell.waitFor() != 0) {
        throw new ServerFailed("%s failed: %s".formatted(command.name(), process.logTail()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerFailed("Interrupted while running " + command.name(), e);
    } finally {
      process.stop();
    }
  }

  public boolean isAlive() {
    return shell.isAlive();
  }

  CompletableFuture<?> onExit() {
    return shell.onExit();
  }

  /** Asks the program to stop, and waits until it has. */
  public void stop() {
    letGo(shell);
    try {
      if (!shell.waitFor(SECONDS_TO_STOP + 5L, TimeUnit.SECONDS)) {
        shell.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The end of what the program has said. */
  public String logTail() {
    try {
      if (!Files.exists(log)) {
        return "it said nothing";
      }
      List<String> lines = Files.readAllLines(log);
      String tail =
          lines.stream()
              .skip(Math.max(0, lines.size() - 8))
              .map(line -> line.substring(0, Math.min(line.length(), 300)))
              .collect(Collectors.joining("\n"));
      return "%s (%s)".formatted(tail, log);
    } catch (IOException e) {
      return "its log %s cannot be read: %s".formatted(log, e.getMessage());
    }
  }

  private static void letGo(Process shell) {
    try {
      shell.getOutputStream().close();
    } catch (IOException e) {
      // Closed already: the shell has ended.
    }
  }
}
