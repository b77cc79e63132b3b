package dev.skald.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The program behind {@code ./skald bench}. */
final class Bench {

  private Bench() {}

  public static void main(String[] words) throws Exception {
    try {
      List<String> all = List.of(words);
      if (all.isEmpty() || !all.getFirst().equals("eventstore")) {
        throw new Arguments.Wrong("there is one benchmark: eventstore");
      }
      Arguments arguments = Arguments.of(all.subList(1, all.size()), EventStoreBench.names());
      System.exit(run(arguments) ? 0 : 1);
    } catch (Arguments.Wrong e) {
      System.err.println("skald bench: " + e.getMessage());
      System.exit(2);
    }
  }

  /** Whether what was committed was consumed. A target that was missed is told, and no failure. */
  private static boolean run(Arguments arguments) throws Exception {
    Instant started = Instant.now();
    Path folder = arguments.data().resolve("bench").toAbsolutePath();
    Payloads payloads = new Payloads(arguments.seed());
    Report report = new Report();
    try (OwnPostgres postgres = OwnPostgres.startIn(folder)) {
      Environment.describe(report.settings, arguments, payloads);
      try (Database any = postgres.fresh("settings")) {
        Environment.describe(report.settings, any, folder);
      }
      System.out.println(Tables.settings(report));
      Rig rig = new Rig(postgres, arguments.pace(), payloads, report, MessageDbFiles.find());
      EventStoreBench.run(arguments, rig, System.out);
    }
    Path file =
        folder.resolve("eventstore-%s.json".formatted(started.toString().replaceAll("[:.]", "")));
    Files.writeString(file, json().writeValueAsString(report));
    System.out.printf(
        "%nMeasured in %d s. The same as JSON: %s%n",
        Duration.between(started, Instant.now()).toSeconds(), file);
    return report.agrees();
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
