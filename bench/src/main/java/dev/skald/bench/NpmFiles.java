package dev.skald.bench;

import dev.skald.stack.CacheFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What is published by npm only: fetched once per user.
 *
 * @param folder what it is kept as
 */
record NpmFiles(String name, String version, String folder) {

  /** Nothing, where npm is missing or has no way to its registry. */
  Optional<Path> find() {
    Path kept = CacheFolder.root().resolve(folder);
    try {
      if (!Files.isDirectory(kept)) {
        Files.createDirectories(kept.getParent());
        Path unfinished = Files.createTempDirectory(kept.getParent(), folder);
        try {
          run(unfinished, List.of("npm", "pack", "--silent", name + "@" + version));
          run(unfinished, List.of("sh", "-c", "tar -xzf *.tgz && rm *.tgz"));
          Files.move(unfinished, kept);
        } finally {
          CacheFolder.delete(unfinished);
        }
      }
      return Optional.of(kept);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void run(Path folder, List<String> line) throws IOException {
    Process process =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException("failed: " + String.join(" ", line));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
