package dev.skald.bench;

import dev.skald.stack.CacheFolder;
import dev.skald.stack.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** The one Postgres that everybody is measured on. It leaves nothing behind. */
final class OwnPostgres implements Database.Source, AutoCloseable {

  private final Path folder;
  private final EmbeddedPostgres postgres;
  private final Thread whenKilled = new Thread(this::remove);
  private final AtomicInteger databases = new AtomicInteger();
  private boolean removed;

  private OwnPostgres(Path folder) {
    this.folder = folder;
    this.postgres = EmbeddedPostgres.start(folder, 0);
    Runtime.getRuntime().addShutdownHook(whenKilled);
  }

  /**
   * On the disk that Skald itself would use: the system's folder for temporary files is often no
   * disk at all.
   */
  static OwnPostgres startIn(Path parent) {
    try {
      Files.createDirectories(parent);
      Path folder = Files.createTempDirectory(parent, "postgres-");
      // Where we are root, Postgres is somebody else, who has to get in.
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
      return new OwnPostgres(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  EmbeddedPostgres server() {
    return postgres;
  }

  /** Everybody begins behind a checkpoint, so that nobody pays for what another wrote. */
  @Override
  public Database fresh(String name) {
    String own = name + "_" + databases.incrementAndGet();
    postgres.database(own, EmbeddedPostgres.SUPERUSER);
    execute("CHECKPOINT");
    return new Database(
        postgres.url(own),
        EmbeddedPostgres.SUPERUSER,
        postgres.password(),
        () -> execute("DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(own)));
  }

  private void execute(String sql) {
    try {
      new Database(
              postgres.url("postgres"), EmbeddedPostgres.SUPERUSER, postgres.password(), () -> {})
          .execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() {
    remove();
    Runtime.getRuntime().removeShutdownHook(whenKilled);
  }

  private synchronized void remove() {
    if (removed) {
      return;
    }
    removed = true;
    postgres.close();
    try {
      CacheFolder.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
