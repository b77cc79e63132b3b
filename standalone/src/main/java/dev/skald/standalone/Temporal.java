package dev.skald.standalone;

import dev.skald.stack.EmbeddedPostgres;
import dev.skald.stack.ServerFailed;
import dev.skald.stack.TemporalBinaries;
import dev.skald.stack.TemporalCli;
import dev.skald.stack.TemporalServer;
import io.temporal.testing.TemporalDevServerOptions;
import io.temporal.testing.internal.devserver.TemporalDevServerDownloader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Starts the Temporal that was asked for, or the best there is. */
record Temporal(DataFolder data, EmbeddedPostgres postgres, StackPorts ports, Progress progress) {

  /**
   * A Temporal that serves.
   *
   * @param kind in words
   */
  record Running(String kind, Runnable stop) {}

  Running start(TemporalMode mode) {
    return switch (mode) {
      case TemporalMode.Auto _ -> best();
      case TemporalMode.Server _ -> server(TemporalBinaries.built().orElseGet(this::build));
      case TemporalMode.Dev _ -> dev(TemporalCli.onPath().orElseGet(this::download));
      case TemporalMode.InMemory _ -> inMemory();
      case TemporalMode.Elsewhere elsewhere -> new Running("at " + elsewhere.target(), () -> {});
    };
  }

  private Running best() {
    return TemporalBinaries.built()
        .map(this::server)
        .or(() -> TemporalCli.onPath().map(this::dev))
        .or(() -> tried(() -> server(build())))
        .or(() -> tried(() -> dev(download())))
        .orElseGet(this::inMemory);
  }

  private Optional<Running> tried(Supplier<Running> start) {
    try {
      return Optional.of(start.get());
    } catch (ServerFailed e) {
      progress.say("  " + e.getMessage());
      return Optional.empty();
    }
  }

  private Path build() {
    if (!TemporalBinaries.canBeBuilt()) {
      throw new ServerFailed(
          "Temporal's server is not built, and there is no Go here that can build it (--temporal auto, dev, in-memory or host:port need none).");
    }
    progress.say(
        "  Temporal's server is built once per user, in minutes; --temporal in-memory does without.");
    return TemporalBinaries.build(line -> progress.say("  " + line));
  }

  private Path download() {
    progress.say(
        "  Temporal's command line tool is downloaded, with the development server in it.");
    try {
      return TemporalDevServerDownloader.prepare(
          TemporalDevServerOptions.newBuilder()
              .setDownloadEnabled(true)
              .setDownloadTtl(Duration.ofDays(365))
              .build());
    } catch (RuntimeException e) {
      throw new ServerFailed(
          "Temporal's command line tool is not on the path and cannot be downloaded (%s)."
              .formatted(e.getMessage()),
          e);
    }
  }

  private Running server(Path binaries) {
    TemporalServer server =
        TemporalServer.start(
            data.folder("temporal"), postgres, binaries, ports.temporal(), ports.temporalUi());
    return new Running("production server on our Postgres", server::close);
  }

  private Running dev(Path cli) {
    TemporalCli server =
        TemporalCli.start(data.folder("temporal-dev"), cli, ports.temporal(), ports.temporalUi());
    return new Running("development server, state in a file", server::close);
  }

  private Running inMemory() {
    progress.say(
        "  Temporal runs in memory: sagas do all they should, but there is no Web UI, no list of runs, and what runs is forgotten at the end.");
    InMemoryTemporal server = InMemoryTemporal.start(ports.temporal());
    return new Running("in memory", server::close);
  }
}
