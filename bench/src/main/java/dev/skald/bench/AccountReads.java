package dev.skald.bench;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** {@code GET /accounts/{id}} of the API beside a bare controller with the same SQL. */
final class AccountReads {

  static final String PATH = "/api/v1/accounts/";
  private static final String SCENARIO = "reads";
  private static final String API = "dev.skald.api.ApiApplication";
  private static final String BARE = "dev.skald.bench.peers.BareAccounts";
  private static final double WANTED = 0.8;

  private final ReadModelServers servers;
  private final ProjectionPace pace;
  private final Report report;
  private final Path jar;

  /**
   * @param jar Skald as it is built, whose libraries the bare controller runs on as well
   */
  AccountReads(ReadModelServers servers, ProjectionPace pace, Report report, Path jar) {
    this.servers = servers;
    this.pace = pace;
    this.report = report;
    this.jar = jar;
  }

  /** A program that is asked, and what it answered so far. */
  private static final class Asked {
    private final String who;
    private final int port;
    private final List<Wrk.Said> said = new ArrayList<>();

    Asked(String who, int port) {
      this.who = who;
      this.port = port;
    }

    double perSecond() {
      return said.stream().mapToDouble(Wrk.Said::perSecond).average().orElse(Double.NaN);
    }

    double p50() {
      return said.stream().mapToDouble(Wrk.Said::p50Millis).average().orElse(Double.NaN);
    }

    double p99() {
      return said.stream().mapToDouble(Wrk.Said::p99Millis).average().orElse(Double.NaN);
    }
  }

  void run(Database database, long seed) throws Exception {
    Asked ours = new Asked("skald", dev.skald.stack.Ports.free());
    Asked bare = new Asked("bare controller", dev.skald.stack.Ports.free());
    List<String> noCommands =
        List.of("--skald.api.commands=false", "--skald.projections.enabled=false");
    try (Program api = start("api", jar.toString(), API, ours.port, database, noCommands);
        Program other = start("bare", classPath(), BARE, bare.port, database, List.of())) {
      awaitAnswer(api, ours);
      awaitAnswer(other, bare);
      same(ours, bare);
      List<Asked> both = List.of(ours, bare);
      for (Asked one : both) {
        ask(one, seed);
        ask(one, seed);
        one.said.clear();
      }
      for (int round = 0; round <= pace.rounds(); round++) {
        for (Asked one : both) {
          ask(one, seed + round);
        }
      }
    }
    tell(ours);
    tell(bare);
    report.atLeast(
        WANTED,
        ours.perSecond() / bare.perSecond(),
        "",
        "GET /accounts/{id} / bare controller",
        "");
  }

  private Program start(
      String name, String classPath, String main, int port, Database database, List<String> more) {
    List<String> line = new ArrayList<>(List.of(main));
    line.addAll(more);
    line.addAll(
        List.of(
            "--server.port=" + port,
            "--spring.datasource.url=" + database.url(),
            "--spring.datasource.username=" + database.user(),
            "--skald.kafka.bootstrap-servers=" + servers.kafka(),
            "--skald.temporal.target=127.0.0.1:" + dev.skald.stack.Ports.free(),
            "--logging.file.name=" + servers.logs().resolve(name + "-app.log")));
    return Program.java(
        name,
        servers.logs(),
        classPath,
        Map.of("SPRING_DATASOURCE_PASSWORD", database.password()),
        line);
  }

  /** Our own classes before the libraries of Skald. */
  private String classPath() throws URISyntaxException {
    Path own =
        Path.of(AccountReads.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return own + ":" + jar;
  }

  private static void awaitAnswer(Program program, Asked asked) {
    try (HttpCalls http = new HttpCalls(asked.port)) {
      program.await(() -> http.answers(PATH + "a0"));
    }
  }

  /** Nobody is faster by saying less. */
  private static void same(Asked ours, Asked bare) throws IOException, InterruptedException {
    try (HttpCalls one = new HttpCalls(ours.port);
        HttpCalls other = new HttpCalls(bare.port)) {
      String said = one.send("GET", 200, PATH + "a0", "", Map.of());
      String theirs = other.send("GET", 200, PATH + "a0", "", Map.of());
      if (!said.equals(theirs)) {
        throw new IllegalStateException(
            "the answers differ, so that they cannot be compared: %s and %s"
                .formatted(said, theirs));
      }
    }
  }

  private void ask(Asked asked, long seed) throws Exception {
    asked.said.add(Wrk.isInstalled() ? byWrk(asked, seed) : byOurselves(asked, seed));
  }

  private Wrk.Said byWrk(Asked asked, long seed) throws IOException, InterruptedException {
    return Wrk.run(
        "http://127.0.0.1:%d%s".formatted(asked.port, PATH),
        pace.callers(),
        pace.reading(),
        pace.accounts(),
        seed,
        servers.logs());
  }

  private Wrk.Said byOurselves(Asked asked, long seed) throws Exception {
    try (HttpCalls http = new HttpCalls(asked.port)) {
      Work reads =
          (number, _) -> {
            SplittableRandom random = new SplittableRandom(seed + number);
            return () -> {
              String id = PATH + "a" + random.nextInt(pace.accounts());
              return http.send("GET", 200, id, "", Map.of()).isEmpty() ? 0 : 1;
            };
          };
      Measured measured =
          new Load<>(reads).run(pace.callers(), Duration.ofMillis(100), pace.reading());
      return new Wrk.Said(measured.eventsPerSecond(), measured.p50(), measured.p99());
    }
  }

  private void tell(Asked asked) {
    report.rows.add(
        new Report.Row(
            SCENARIO,
            asked.who,
            pace.callers(),
            asked.perSecond(),
            "requests/s",
            asked.p50(),
            asked.p99(),
            Wrk.isInstalled() ? "wrk -t1" : "our own load generator"));
  }
}
