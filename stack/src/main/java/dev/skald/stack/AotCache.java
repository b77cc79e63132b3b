package dev.skald.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a JVM has learned about loading its classes, kept from its first run for all later ones with
 * the same Java and the same class path.
 */
final class AotCache {

  private static final int KEPT = 6;

  private final Path file;
  private final Path recording;

  private AotCache(Path file) {
    this.file = file;
    this.recording = file.resolveSibling("%d.recording".formatted(ProcessHandle.current().pid()));
  }

  static AotCache of(String name, List<Path> classPath) {
    StringBuilder key = new StringBuilder(System.getProperty("java.vm.version"));
    try {
      for (Path entry : classPath) {
        key.append('\n').append(entry).append(' ').append(Files.getLastModifiedTime(entry));
      }
      Path folder = CacheFolder.root().resolve("aot").resolve(name);
      Files.createDirectories(folder);
      String hash = UUID.nameUUIDFromBytes(key.toString().getBytes(StandardCharsets.UTF_8)) + "";
      return new AotCache(folder.resolve(hash + ".aot"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What makes a JVM use the cache, or record one if there is none. */
  List<String> options() {
    if (!Files.exists(file)) {
      return List.of("-XX:AOTCacheOutput=" + recording, "-Xlog:disable", "-Xlog:all=error:stderr");
    }
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of("-XX:AOTCache=" + file, "-Xlog:disable", "-Xlog:all=error:stderr");
  }

  /** To be called when the JVM has ended in order: only then is its recording complete. */
  void keepRecording() {
    try {
      if (Files.exists(recording)) {
        Files.move(recording, file, StandardCopyOption.ATOMIC_MOVE);
        forgetOldest();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void forgetOldest() throws IOException {
    try (Stream<Path> all = Files.list(file.resolveSibling("."))) {
      List<Path> oldest =
          all.sorted(Comparator.comparingLong(AotCache::lastUsed).reversed()).skip(KEPT).toList();
      for (Path path : oldest) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static long lastUsed(Path path) {
    return path.toFile().lastModified();
  }
}
