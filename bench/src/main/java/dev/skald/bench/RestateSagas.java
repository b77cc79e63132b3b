package dev.skald.bench;

import dev.skald.stack.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Restate's server, and a service of ours that it calls. Callers ask the server itself. */
final class RestateSagas implements SagaRunner {

  static final String ID = "restate";
  private static final String VERSION = "1.7.12";

  private final Database database;
  private final HttpCalls http;
  private final Program service;
  private final Program server;

  private RestateSagas(Database database, HttpCalls http, Program service, Program server) {
    this.database = database;
    this.http = http;
    this.service = service;
    this.server = server;
  }

  /** The server comes from npm, which has it inside of a package for each kind of machine. */
  static NpmFiles files() {
    String processor = System.getProperty("os.arch", "").matches("aarch64|arm64") ? "arm64" : "x64";
    String system = System.getProperty("os.name", "").startsWith("Mac") ? "darwin" : "linux";
    return new NpmFiles(
        "@restatedev/restate-server-%s-%s".formatted(system, processor),
        VERSION,
        "restate-server-" + VERSION);
  }

  static RestateSagas start(Path files, SagaServers servers)
      throws IOException, InterruptedException {
    Database database = servers.fresh(ID);
    int port = Ports.free();
    Program service = PeerSagas.jvm(ID, port, database, servers);
    int ingress = Ports.free();
    int admin = Ports.free();
    Map<String, String> settings =
        Map.of(
            "RESTATE_BIND_IP",
            "127.0.0.1",
            "RESTATE_BIND_PORT",
            Integer.toString(Ports.free()),
            "RESTATE_ADVERTISED_HOST",
            "127.0.0.1",
            "RESTATE_INGRESS__BIND_ADDRESS",
            "127.0.0.1:" + ingress,
            "RESTATE_ADMIN__BIND_ADDRESS",
            "127.0.0.1:" + admin,
            "RESTATE_DISABLE_TELEMETRY",
            "true");
    Path program = files.resolve("package/bin/restate-server");
    List<String> line =
        List.of(
            program.toString(),
            "--base-dir",
            servers.folder().resolve("restate").toString(),
            "--node-name",
            "bench");
    Program server = Program.start("restate-server", servers.logs(), settings, line);
    HttpCalls http = new HttpCalls(ingress);
    try (HttpCalls operator = new HttpCalls(admin)) {
      server.await(() -> operator.answers("/health") && http.answers("/restate/health"));
      service.await(() -> Ports.isTaken(port));
      operator.send(
          "POST",
          201,
          "/deployments",
          "{\"uri\":\"http://127.0.0.1:%d\"}".formatted(port),
          Map.of("Content-Type", "application/json"));
    }
    return new RestateSagas(database, http, service, server);
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String name() {
    return "Restate";
  }

  @Override
  public String guarantee() {
    return "durable, in files of its own; a step at least once; undone by the handler's own code";
  }

  @Override
  public void run(String saga, Ending ending, SplittableRandom random)
      throws IOException, InterruptedException {
    String made =
        http.send(
            "POST",
            200,
            "/Transfer/" + ending.word(),
            saga,
            Map.of("Content-Type", "text/plain", "Idempotency-Key", saga));
    if (Boolean.parseBoolean(made) != (ending == Ending.DONE)) {
      throw new IOException("%s ended as %s".formatted(saga, made));
    }
  }

  @Override
  public OptionalLong recorded(Ending ending) throws SQLException {
    return OptionalLong.of(PeerSagas.effects(database, ending));
  }

  @Override
  public void close() {
    http.close();
    server.close();
    service.close();
  }
}
