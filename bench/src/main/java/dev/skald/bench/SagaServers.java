package dev.skald.bench;

import dev.skald.stack.CacheFolder;
import dev.skald.stack.EmbeddedKafka;
import dev.skald.stack.TemporalBinaries;
import dev.skald.stack.TemporalServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The servers that all sagas run on: one Postgres, one Temporal on it, one Kafka. */
final class SagaServers implements Database.Source, AutoCloseable {

  private final Path folder;
  private final Path logs;
  private final OwnPostgres postgres;
  private final EmbeddedKafka kafka;
  private final TemporalServer temporal;

  private SagaServers(
      Path folder, Path logs, OwnPostgres postgres, EmbeddedKafka kafka, TemporalServer temporal) {
    this.folder = folder;
    this.logs = logs;
    this.postgres = postgres;
    this.kafka = kafka;
    this.temporal = temporal;
  }

  /** What they store goes when they are closed; what programs say stays. */
  static SagaServers startIn(Path parent) throws IOException {
    Files.createDirectories(parent);
    Path folder = Files.createTempDirectory(parent, "sagas-");
    Path logs = parent.resolve("sagas-logs");
    CacheFolder.delete(logs);
    Files.createDirectories(logs);
    Path binaries =
        TemporalBinaries.built().orElseGet(() -> TemporalBinaries.build(System.out::println));
    OwnPostgres postgres = OwnPostgres.startIn(parent);
    EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
    TemporalServer temporal =
        TemporalServer.start(folder.resolve("temporal"), postgres.server(), binaries, 0, 0);
    return new SagaServers(folder, logs, postgres, kafka, temporal);
  }

  @Override
  public Database fresh(String name) {
    return postgres.fresh(name);
  }

  Path logs() {
    return logs;
  }

  Path folder() {
    return folder;
  }

  /** Host and port. */
  String temporal() {
    return temporal.target();
  }

  String kafka() {
    return kafka.bootstrapServers();
  }

  @Override
  public void close() {
    temporal.close();
    kafka.close();
    postgres.close();
    try {
      CacheFolder.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
