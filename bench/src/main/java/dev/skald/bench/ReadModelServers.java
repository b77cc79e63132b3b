package dev.skald.bench;

import dev.skald.stack.CacheFolder;
import dev.skald.stack.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The servers that all read models are measured on: one Postgres and one Kafka. */
final class ReadModelServers implements Database.Source, AutoCloseable {

  private final Path folder;
  private final Path logs;
  private final OwnPostgres postgres;
  private final EmbeddedKafka kafka;

  private ReadModelServers(Path folder, Path logs, OwnPostgres postgres, EmbeddedKafka kafka) {
    this.folder = folder;
    this.logs = logs;
    this.postgres = postgres;
    this.kafka = kafka;
  }

  /** What they store goes when they are closed; what programs say stays. */
  static ReadModelServers startIn(Path parent) throws IOException {
    Files.createDirectories(parent);
    Path folder = Files.createTempDirectory(parent, "projections-");
    Path logs = parent.resolve("projections-logs");
    CacheFolder.delete(logs);
    Files.createDirectories(logs);
    OwnPostgres postgres = OwnPostgres.startIn(parent);
    return new ReadModelServers(
        folder, logs, postgres, EmbeddedKafka.start(folder.resolve("kafka"), 0));
  }

  @Override
  public Database fresh(String name) {
    return postgres.fresh(name);
  }

  Path logs() {
    return logs;
  }

  String kafka() {
    return kafka.bootstrapServers();
  }

  @Override
  public void close() {
    kafka.close();
    postgres.close();
    try {
      CacheFolder.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
