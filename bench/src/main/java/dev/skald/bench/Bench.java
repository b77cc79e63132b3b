package dev.skald.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The program behind {@code ./skald bench}. */
final class Bench {

  /** One of the benchmarks: what can be asked of it, and how it is run. */
  private record Benchmark(Set<String> names, Run run) {}

  @FunctionalInterface
  private interface Run {
    void run(Arguments arguments, Path folder, Report report) throws Exception;
  }

  private static final Map<String, Benchmark> ALL =
      Map.of(
          "eventstore", new Benchmark(EventStoreBench.names(), Bench::eventStore),
          "sagas", new Benchmark(SagaContenders.names(), Bench::sagas),
          "projections", new Benchmark(ProjectionBench.names(), Bench::projections));

  private Bench() {}

  public static void main(String[] words) throws Exception {
    try {
      List<String> all = List.of(words);
      Benchmark benchmark = all.isEmpty() ? null : ALL.get(all.getFirst());
      if (benchmark == null) {
        throw new Arguments.Wrong("there are three benchmarks: eventstore, sagas and projections");
      }
      Arguments arguments = Arguments.of(all.subList(1, all.size()), benchmark.names());
      System.exit(run(all.getFirst(), benchmark, arguments) ? 0 : 1);
    } catch (Arguments.Wrong e) {
      System.err.println("skald bench: " + e.getMessage());
      System.exit(2);
    }
  }

  /** Whether what was committed was consumed. A target that was missed is told, and no failure. */
  private static boolean run(String name, Benchmark benchmark, Arguments arguments)
      throws Exception {
    Instant started = Instant.now();
    Path folder = arguments.data().resolve("bench").toAbsolutePath();
    Report report = new Report();
    benchmark.run().run(arguments, folder, report);
    Path file =
        folder.resolve("%s-%s.json".formatted(name, started.toString().replaceAll("[:.]", "")));
    Files.writeString(file, json().writeValueAsString(report));
    System.out.printf(
        "%nMeasured in %d s. The same as JSON: %s%n",
        Duration.between(started, Instant.now()).toSeconds(), file);
    return report.agrees();
  }

  private static void eventStore(Arguments arguments, Path folder, Report report) throws Exception {
    Payloads payloads = new Payloads(arguments.seed());
    try (OwnPostgres postgres = OwnPostgres.startIn(folder)) {
      Environment.describe(report.settings, arguments, payloads);
      try (Database any = postgres.fresh("settings")) {
        Environment.describe(report.settings, any, folder);
      }
      System.out.println(Tables.settings(report));
      Rig rig = new Rig(postgres, arguments.pace(), payloads, report, MessageDb.files());
      EventStoreBench.run(arguments, rig, System.out);
    }
  }

  private static void sagas(Arguments arguments, Path folder, Report report) throws Exception {
    try (SagaServers servers = SagaServers.startIn(folder)) {
      Environment.describe(report.settings, arguments);
      try (Database any = servers.fresh("settings")) {
        Environment.describe(report.settings, any, folder);
      }
      new SagaBench(arguments, servers, report, System.out).run();
    }
  }

  private static void projections(Arguments arguments, Path folder, Report report)
      throws Exception {
    try (ReadModelServers servers = ReadModelServers.startIn(folder)) {
      Environment.describe(report.settings, arguments);
      try (Database any = servers.fresh("settings")) {
        Environment.describe(report.settings, any, folder);
      }
      new ProjectionBench(arguments, servers, report, System.out).run();
    }
  }

  private static JsonMapper json() {
    return JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .disable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
        .changeDefaultVisibility(
            visibility ->
                visibility.withFieldVisibility(
                    com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility.NON_PRIVATE))
        .build();
  }
}
