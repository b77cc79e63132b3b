package dev.skald.bench;

import dev.skald.stack.CacheFolder;
import dev.skald.stack.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The servers that all read models are measured on: one Postgres and one Kafka.
 *
 * @param logs what programs say, which stays when they have gone
 */
record ReadModelServers(Database.Source postgres, String kafka, Path logs, Runnable stop)
    implements Database.Source, AutoCloseable {

  static ReadModelServers startIn(Path parent) throws IOException {
    Files.createDirectories(parent);
    Path folder = Files.createTempDirectory(parent, "projections-");
    Path logs = parent.resolve("projections-logs");
    CacheFolder.delete(logs);
    Files.createDirectories(logs);
    OwnPostgres postgres = OwnPostgres.startIn(parent);
    EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
    return new ReadModelServers(
        postgres, kafka.bootstrapServers(), logs, () -> stop(kafka, postgres, folder));
  }

  private static void stop(EmbeddedKafka kafka, OwnPostgres postgres, Path folder) {
    kafka.close();
    postgres.close();
    try {
      CacheFolder.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Database fresh(String name) {
    return postgres.fresh(name);
  }

  @Override
  public void close() {
    stop.run();
  }
}
