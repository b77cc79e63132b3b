package dev.skald.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
      // Not our process id: in containers it comes again, and whoever had it may have been killed.
      Path unfinished =
          Files.createDirectory(
              folder.resolveSibling(
                  "%s.%s.tmp".formatted(folder.getFileName(), UUID.randomUUID())));
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

  /** Deletes a folder and all in it, if it is there, whoever else does so at the same time. */
  public static void delete(Path folder) throws IOException {
    Files.walkFileTree(folder, new Deleting());
  }

  private static final class Deleting extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      return unlessGone(failure);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        return unlessGone(failure);
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }

    private static FileVisitResult unlessGone(IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }
  }
}
