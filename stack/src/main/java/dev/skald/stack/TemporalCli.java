package dev.skald.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The development server in Temporal's command line tool, with its state in a file. */
public final class TemporalCli implements AutoCloseable {

  private final Path folder;
  private final Path program;
  private final int port;
  private final int uiPort;
  private final int httpPort = Ports.free();
  private final KeptAlive server;

  private TemporalCli(Path folder, Path program, int port, int uiPort) {
    this.folder = folder;
    this.program = program;
    this.port = port;
    this.uiPort = uiPort;
    this.server =
        KeptAlive.start(
            new KeptAlive.Server(
                "Temporal's development server",
                Duration.ofSeconds(60),
                this::launch,
                this::serves));
  }

  /** The tool, if it is on the path. */
  public static Optional<Path> onPath() {
    return Programs.find("temporal");
  }

  /** As {@link TemporalServer#start}. */
  public static TemporalCli start(Path folder, Path program, int port, int uiPort) {
    try {
      Files.createDirectories(folder);
      return new TemporalCli(
          folder.toRealPath(), program, Ports.orFree(port), Ports.orFree(uiPort));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String target() {
    return "127.0.0.1:" + port;
  }

  public String uiUrl() {
    return "http://127.0.0.1:" + uiPort;
  }

  @Override
  public void close() {
    server.close();
  }

  private boolean serves() {
    return Http.answers("http://127.0.0.1:%d/api/v1/system-info".formatted(httpPort));
  }

  private ChildProcess launch() {
    List<String> line =
        List.of(
            program.toString(),
            "server",
            "start-dev",
            "--ip=127.0.0.1",
            "--port=" + port,
            "--ui-port=" + uiPort,
            "--http-port=" + httpPort,
            "--db-filename=" + folder.resolve("temporal.db"),
            "--log-level=warn",
            "--dynamic-config-value=system.enableActivityEagerExecution=true",
            "--dynamic-config-value=system.enableEagerWorkflowStart=true",
            "--dynamic-config-value=history.hostLevelCacheMaxSize=2000");
    return ChildProcess.start(
        new ChildProcess.Command(
            "Temporal's development server",
            line,
            Map.of(),
            folder.resolve("temporal-dev.log"),
            "TERM"));
  }
}
