package dev.skald.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.tukaani.xz.XZInputStream;

/** Postgres' programs, unpacked from the class path into the cache. */
final class PostgresBinaries {

  private PostgresBinaries() {}

  /** The folder that has `bin/postgres`. */
  static Path folder() {
    URL archive = archive();
    return CacheFolder.once(
        cache().resolve("postgres").resolve(version(archive)), folder -> unpack(archive, folder));
  }

  /** Root's own cache is closed to the user that Postgres then runs as. */
  private static Path cache() {
    Path shared = Path.of("/var/cache");
    boolean chosen = System.getenv("XDG_CACHE_HOME") != null;
    return PostgresUser.weAreRoot() && !chosen && Files.isDirectory(shared)
        ? shared.resolve("skald")
        : CacheFolder.root();
  }

  private static URL archive() {
    String os =
        System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
    String arch = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
    String name = "postgres-%s-%s.txz".formatted(os, arch);
    URL archive = PostgresBinaries.class.getClassLoader().getResource(name);
    if (archive == null) {
      throw new ServerFailed(
          "Postgres for this machine (%s) is not on the class path; was this built on another one?"
              .formatted(name));
    }
    return archive;
  }

  /** The archive does not tell its version where it can be read fast; its checksum does as well. */
  private static String version(URL archive) {
    try {
      var jar = (JarURLConnection) archive.openConnection();
      return Long.toHexString(Objects.requireNonNull(jar.getJarEntry()).getCrc());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void unpack(URL archive, Path folder) throws IOException {
    Process tar =
        new ProcessBuilder("tar", "-x", "-o", "-f", "-", "-C", folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (InputStream in = new XZInputStream(archive.openStream());
        OutputStream out = tar.getOutputStream()) {
      in.transferTo(out);
    }
    try {
      if (tar.waitFor() != 0) {
        throw new ServerFailed("tar could not unpack Postgres into " + folder);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerFailed("Interrupted while unpacking Postgres", e);
    }
  }
}
