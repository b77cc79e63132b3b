package dev.skald.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Temporal's production server on our Postgres, with its Web UI in front. */
public final class TemporalServer implements AutoCloseable {

  private final Path folder;
  private final Path binaries;
  private final TemporalPorts ports;
  private final KeptAlive server;
  private final KeptAlive ui;

  private TemporalServer(Path folder, Path binaries, TemporalPorts ports) {
    this.folder = folder;
    this.binaries = binaries;
    this.ports = ports;
    this.server =
        keep("Temporal", this::launchServer, () -> Http.answers(httpUrl() + "/api/v1/system-info"));
    try {
      this.ui = keep("Temporal's Web UI", this::launchUi, () -> Ports.isTaken(ports.ui()));
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /**
   * Starts on the data in the folder and in Postgres, which is made if it is not there, and returns
   * when it serves.
   *
   * @param binaries a folder of {@link TemporalBinaries}
   * @param port 0 for any that is free, as for the Web UI's
   */
  public static TemporalServer start(
      Path folder, EmbeddedPostgres postgres, Path binaries, int port, int uiPort) {
    try {
      Files.createDirectories(folder);
      Path real = folder.toRealPath();
      TemporalDatabases databases = new TemporalDatabases(real, postgres, binaries);
      databases.prepare();
      TemporalPorts ports = TemporalPorts.choose(real, port, uiPort);
      TemporalSettings settings = new TemporalSettings(real);
      settings.server(ports, postgres, databases.password());
      settings.ui(ports);
      return new TemporalServer(real, binaries, ports);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where clients connect. */
  public String target() {
    return "127.0.0.1:" + ports.frontend();
  }

  public String uiUrl() {
    return "http://127.0.0.1:" + ports.ui();
  }

  @Override
  public void close() {
    ui.close();
    server.close();
  }

  /** Its HTTP API, which needs no library. */
  String httpUrl() {
    return "http://127.0.0.1:" + ports.http();
  }

  private static KeptAlive keep(
      String name, Supplier<ChildProcess> launch, BooleanSupplier serves) {
    return KeptAlive.start(new KeptAlive.Server(name, Duration.ofSeconds(60), launch, serves));
  }

  private ChildProcess launchServer() {
    return launch(
        "Temporal",
        "temporal-server",
        List.of("--config-file", folder.resolve("server.yaml").toString(), "--allow-no-auth"));
  }

  private ChildProcess launchUi() {
    return launch(
        "Temporal's Web UI",
        "temporal-ui",
        List.of("--root", folder.toString(), "--config", "config", "--env", "skald"));
  }

  private ChildProcess launch(String name, String program, List<String> arguments) {
    List<String> line =
        Stream.of(List.of(binaries.resolve(program).toString()), arguments, List.of("start"))
            .flatMap(List::stream)
            .toList();
    return ChildProcess.start(
        new ChildProcess.Command(name, line, Map.of(), folder.resolve(program + ".log"), "TERM"));
  }
}
