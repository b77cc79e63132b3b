package dev.skald.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The limit once more, by Postgres' own load generator, where the machine has it. */
final class Pgbench implements Scenario {

  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without");
  private static final Pattern LATENCY = Pattern.compile("latency average = ([0-9.]+) ms");

  /** The ids are made by the server, and one payload serves all. */
  private static final String SINGLE =
      """
      \\set s random(1, 10000)
      WITH n AS (SELECT nextval('raw_position') AS position, gen_random_uuid() AS id),
      stream AS (
        INSERT INTO eventstore.streams (stream_id, version, first_position, hash)
        SELECT 'payment0-' || :s, n.position, n.position, sha256('') FROM n
        ON CONFLICT (stream_id) DO UPDATE SET version = excluded.version, hash = excluded.hash),
      command AS (
        INSERT INTO eventstore.commands
          (command_id, fingerprint, closed, first_position, last_position, answer)
        SELECT n.id, 'FINGERPRINT', false, n.position, n.position, 'payment0-' || :s FROM n)
      INSERT INTO eventstore.events
        (position, stream_id, version, event_id, type, schema_version, category, recorded_at,
         command_id, correlation_id, metadata, hash, data)
      SELECT n.position, 'payment0-' || :s, n.position, n.id, 'PaymentTaken', 1, 'payment0', now(),
          n.id, n.id, '{"actor":"a customer"}', sha256(''), 'PAYLOAD'
      FROM n;
      """;

  private static final String BATCH =
      """
      WITH n AS (
        SELECT nextval('raw_position') AS position, gen_random_uuid() AS id
        FROM generate_series(1, 500))
      INSERT INTO eventstore.events
        (position, stream_id, version, event_id, type, schema_version, category, recorded_at,
         command_id, correlation_id, metadata, hash, data)
      SELECT n.position, 'payment1-1', n.position, n.id, 'PaymentTaken', 1, 'payment1', now(),
          'a command', 'a command', '{"actor":"a customer"}', sha256(''), 'PAYLOAD'
      FROM n;
      """;

  @Override
  public String name() {
    return "pgbench";
  }

  @Override
  public void run(Rig rig) throws Exception {
    Optional<Path> program = find();
    if (program.isEmpty()) {
      rig.report().remarks.add("pgbench was left out: this machine has none");
      return;
    }
    try (Database database = rig.withOurTables("raw")) {
      database.execute("CREATE SEQUENCE raw_position");
      run(rig, program.get(), database, SINGLE, 1, 1);
      run(rig, program.get(), database, SINGLE, 32, 1);
      run(rig, program.get(), database, BATCH, 1, 500);
    }
  }

  private static Optional<Path> find() throws IOException {
    Stream<Path> onPath =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1)).map(Path::of);
    Path debian = Path.of("/usr/lib/postgresql");
    Stream<Path> installed = Stream.empty();
    if (Files.isDirectory(debian)) {
      try (Stream<Path> versions = Files.list(debian)) {
        installed = versions.map(version -> version.resolve("bin")).toList().stream();
      }
    }
    return Stream.concat(onPath, installed)
        .map(folder -> folder.resolve("pgbench"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private void run(Rig rig, Path program, Database database, String script, int clients, int rows)
      throws Exception {
    URI server = URI.create(database.url().substring("jdbc:".length()));
    Path file = Files.createTempFile("skald-bench", ".sql");
    try {
      Files.writeString(
          file,
          script
              .replace("FINGERPRINT", Ids.FINGERPRINT)
              .replace("PAYLOAD", rig.payloads().average())
              .replaceAll("\\s*\\n\\s*(?=[^\\\\\\sW]|WITH n AS \\($)", " "));
      List<String> line =
          List.of(
              program.toString(),
              "--no-vacuum",
              "--protocol=prepared",
              "--client=" + clients,
              "--jobs=" + Math.min(2, clients),
              "--time=" + Math.max(1, rig.pace().round().toSeconds()),
              "--file=" + file,
              "--host=" + server.getHost(),
              "--port=" + server.getPort(),
              "--username=" + database.user(),
              server.getPath().substring(1));
      String said = output(line, database.password());
      double calls = number(RATE, said);
      rig.report()
          .rows
          .add(
              new Report.Row(
                  name(),
                  rows == 1 ? "pgbench, single commits" : "pgbench, batches of " + rows,
                  clients,
                  calls * rows,
                  "events/s",
                  Double.NaN,
                  Double.NaN,
                  "%.2f ms on average".formatted(number(LATENCY, said))));
    } finally {
      Files.delete(file);
    }
  }

  private static String output(List<String> line, String password)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", password);
    Process process = builder.start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException("pgbench failed: " + said);
    }
    return said;
  }

  private static double number(Pattern pattern, String said) {
    Matcher found = pattern.matcher(said);
    return found.find() ? Double.parseDouble(found.group(1)) : Double.NaN;
  }
}
