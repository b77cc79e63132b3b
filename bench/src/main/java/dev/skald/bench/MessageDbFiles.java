package dev.skald.bench;

import dev.skald.stack.CacheFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Where message-db's SQL is: fetched once per user, by npm, since it is published nowhere else. */
final class MessageDbFiles {

  private static final String PACKAGE = "@eventide/message-db@1.3.1";

  private MessageDbFiles() {}

  /** Nothing, where npm is missing or has no way to its registry. */
  static Optional<Path> find() {
    Path folder = CacheFolder.root().resolve("message-db-1.3.1");
    Path sql = folder.resolve("package/database");
    try {
      if (!Files.isDirectory(sql)) {
        Files.createDirectories(folder.getParent());
        Path unfinished = Files.createTempDirectory(folder.getParent(), "message-db-");
        try {
          fetch(unfinished);
          Files.move(unfinished, folder);
        } finally {
          CacheFolder.delete(unfinished);
        }
      }
      return Optional.of(sql);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void fetch(Path folder) throws IOException {
    run(folder, List.of("npm", "pack", "--silent", PACKAGE));
    run(folder, List.of("sh", "-c", "tar -xzf *.tgz"));
  }

  private static void run(Path folder, List<String> line) throws IOException {
    Process process =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException("failed: " + String.join(" ", line));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
