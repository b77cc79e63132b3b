package dev.skald.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Starts those that are asked for, each in processes of its own, in the order of their turns. */
final class SagaContenders implements AutoCloseable {

  /** As they are asked for. */
  static final String LIMIT = "limit";

  static final String PLAIN = "plain";
  static final String TRANSFER = "transfer";
  static final String APART = "apart";

  private static final String LOCAL = "local";
  private static final String ORDER = "order";
  private static final String DBOS = "dbos";

  /** Another build of Skald, for whoever wants to know what a change does: -Dskald.other=FOLDER. */
  private static final String OTHER = "other";

  private static final Map<String, String> SAGAS =
      Map.of(
          TRANSFER, "account-transfer",
          ORDER, "order-processing",
          APART, "account-transfer, two processes",
          OTHER, "account-transfer, other build");
  private static final String SKALD = "skald";

  private final SagaServers servers;
  private final Arguments arguments;
  private final SagaPace pace;
  private final Report report;
  private final List<SagaRunner> runners = new ArrayList<>();

  SagaContenders(SagaServers servers, Arguments arguments, Report report) {
    this.servers = servers;
    this.arguments = arguments;
    this.pace = SagaPace.of(arguments.pace());
    this.report = report;
  }

  static Set<String> names() {
    return Set.of(LIMIT, PLAIN, LOCAL, TRANSFER, APART, ORDER, OTHER, DBOS, RestateSagas.ID);
  }

  List<SagaRunner> startAll() throws Exception {
    SagaAttributesKnown.to(servers.temporal());
    String built = System.getProperty("skald.app", "standalone/target/app");
    peer(PeerSagas.Kind.LIMIT);
    skald(SKALD, built, TRANSFER, ORDER);
    String other = System.getProperty("skald.other");
    if (other != null) {
      skald(OTHER, other, OTHER);
    }
    peer(PeerSagas.Kind.PLAIN);
    peer(PeerSagas.Kind.LOCAL);
    skald(APART, built, APART);
    peer(PeerSagas.Kind.DBOS);
    restate();
    return List.copyOf(runners);
  }

  private void add(SagaRunner runner) {
    runners.add(runner);
    report.guarantees.put(runner.name(), runner.guarantee());
  }

  private void peer(PeerSagas.Kind kind) {
    if (arguments.wants(kind.id())) {
      add(PeerSagas.start(kind, servers));
    }
  }

  /** Sagas that run in the same process, or processes. */
  private void skald(String processes, String folder, String... sagas) throws Exception {
    List<String> wanted = Stream.of(sagas).filter(arguments::wants).toList();
    if (wanted.isEmpty()) {
      return;
    }
    SkaldApp app =
        new SkaldApp(
            processes,
            Path.of(folder, "skald.jar").toAbsolutePath(),
            servers.fresh(processes),
            servers);
    SkaldRest rest = new SkaldRest(app, processes.equals(APART) ? app.apart() : app.together());
    for (String saga : wanted) {
      SkaldStory story =
          saga.equals(ORDER)
              ? new SkaldOrders(pace.products())
              : new SkaldTransfers(pace.accounts());
      add(new SkaldSagas(saga, SAGAS.getOrDefault(saga, saga), rest, story));
      story.prepare(rest);
    }
  }

  private void restate() throws IOException, InterruptedException {
    if (!arguments.wants(RestateSagas.ID)) {
      return;
    }
    Optional<Path> files = RestateSagas.files().find();
    if (files.isPresent()) {
      add(RestateSagas.start(files.get(), servers));
    } else {
      report.remarks.add("Restate was left out: npm is missing, or cannot fetch its server");
    }
  }

  @Override
  public void close() {
    for (SagaRunner runner : runners.reversed()) {
      runner.close();
    }
  }
}
