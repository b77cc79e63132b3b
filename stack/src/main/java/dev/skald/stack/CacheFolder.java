package dev.skald.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/** What is made once per user and machine, and shared by every clone. */
public final class CacheFolder {

  /** Fills a folder that nobody else sees until it is complete. */
  @FunctionalInterface
  interface Filling {
    void fill(Path folder) throws IOException;
  }

  private CacheFolder() {}

  public static Path root() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path caches =
        xdg != null && Path.of(xdg).isAbsolute()
            ? Path.of(xdg)
            : Path.of(System.getProperty("user.home"), ".cache");
    return caches.resolve("skald");
  }

  /** Makes a folder complete or not at all, whoever else makes it at the same time. */
  static Path once(Path folder, Filling filling) {
    if (Files.exists(folder)) {
      return folder;
    }
    try {
      Files.createDirectories(folder.getParent());
      Path unfinished =
          Files.createDirectory(
              folder.resolveSibling(
                  "%s.%d.tmp".formatted(folder.getFileName(), ProcessHandle.current().pid())));
      try {
        filling.fill(unfinished);
        publish(unfinished, folder);
      } finally {
        delete(unfinished);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void publish(Path unfinished, Path folder) throws IOException {
    try {
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Somebody else was faster, and made the same.
      if (!Files.exists(folder)) {
        throw e;
      }
    }
  }

  /** Deletes a folder and all in it, if it is there. */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
