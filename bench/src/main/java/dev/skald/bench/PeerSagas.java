package dev.skald.bench;

import dev.skald.stack.Ports;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** A peer in a JVM of its own. */
final class PeerSagas implements SagaRunner {

  private final Kind kind;
  private final Database database;
  private final HttpCalls http;
  private final Program program;

  private PeerSagas(Kind kind, Database database, HttpCalls http, Program program) {
    this.kind = kind;
    this.database = database;
    this.http = http;
    this.program = program;
  }

  /** Who can be asked this way. */
  enum Kind {
    LIMIT(
        "limit",
        "Temporal, a workflow that does nothing",
        "none: no step, no undo; the same search attributes at the start, eager start"),
    PLAIN(
        "plain",
        "Temporal, plain",
        "durable; a step at least once; undone by the stock Saga, unless the run is cancelled or an undo fails"),
    LOCAL(
        "local",
        "Temporal, bare local steps",
        "as the plain one; what runs is not seen before it has ended"),
    DBOS(
        "dbos",
        "DBOS Java",
        "durable; a step at least once; no undo of its own, none after a cancel");

    private final String id;
    private final String text;
    private final String guarantee;

    Kind(String id, String text, String guarantee) {
      this.id = id;
      this.text = text;
      this.guarantee = guarantee;
    }

    String id() {
      return id;
    }
  }

  static PeerSagas start(Kind kind, SagaServers servers) {
    Database database = servers.fresh(kind.id);
    int port = Ports.free();
    HttpCalls http = new HttpCalls(port);
    Program program =
        jvm(kind.id, port, database, servers)
            // Nothing is run by it.
            .await(() -> http.answers("/"));
    return new PeerSagas(kind, database, http, program);
  }

  static Program jvm(String id, int port, Database database, SagaServers servers) {
    return Program.java(
        id,
        servers.logs(),
        System.getProperty("java.class.path"),
        Map.of("BENCH_PASSWORD", database.password()),
        List.of(
            "dev.skald.bench.peers.PeerProgram",
            id,
            Integer.toString(port),
            database.url(),
            database.user(),
            servers.temporal()));
  }

  @Override
  public String id() {
    return kind.id;
  }

  @Override
  public String name() {
    return kind.text;
  }

  @Override
  public String guarantee() {
    return kind.guarantee;
  }

  @Override
  public List<Ending> endings() {
    return kind == Kind.LIMIT ? List.of(Ending.DONE) : SagaRunner.super.endings();
  }

  @Override
  public void run(String saga, Ending ending, SplittableRandom random)
      throws IOException, InterruptedException {
    http.send("POST", 200, "/" + ending.word() + "/" + saga, "", Map.of());
  }

  @Override
  public OptionalLong recorded(Ending ending) throws SQLException {
    return kind == Kind.LIMIT ? OptionalLong.empty() : OptionalLong.of(effects(database, ending));
  }

  /** By the last step that each has. */
  static long effects(Database database, Ending ending) throws SQLException {
    return database.number(
        switch (ending) {
          case DONE -> "SELECT count(*) FROM effects WHERE step = 'record'";
          case UNDONE -> "SELECT count(*) FROM effects WHERE step = 'credit-back'";
        });
  }

  @Override
  public void close() {
    http.close();
    program.close();
  }
}
