package dev.skald.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who Postgres runs as. It refuses to be root, so when we are, it runs as nobody, who must be able
 * to reach its programs and its data.
 *
 * @param prefix what its command lines begin with
 * @param owner who its data belongs to
 */
record PostgresUser(List<String> prefix, int owner) {

  private static final int ROOT = 0;
  private static final int NOBODY = 65534;

  PostgresUser {
    prefix = List.copyOf(prefix);
  }

  /** The first way that lets it run its programs and reach the folder that its data will be in. */
  static PostgresUser find(Path binaries, Path folder) {
    int self = (int) attribute(folder, "unix:uid");
    if (!weAreRoot()) {
      return new PostgresUser(List.of(), self);
    }
    return waysForRoot()
        .filter(way -> way.reaches(binaries, folder))
        .findFirst()
        .orElseThrow(
            () ->
                new ServerFailed(
                    "Postgres refuses to run as root, and as nobody it cannot reach %s and %s: run as another user, or let everyone enter the folders above these (chmod o+x), or choose others with --data and XDG_CACHE_HOME."
                        .formatted(binaries, folder)));
  }

  static boolean weAreRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /**
   * In a name space of its own, root is nobody to Postgres and still the owner of its files, which
   * helps where a home is closed to others; but containers often forbid it.
   */
  private static Stream<PostgresUser> waysForRoot() {
    return Stream.of(
        new PostgresUser(
            List.of(
                "setpriv",
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups",
                "--inh-caps=-all"),
            NOBODY),
        new PostgresUser(List.of("unshare", "-U"), ROOT));
  }

  private boolean reaches(Path binaries, Path folder) {
    List<String> line = new ArrayList<>(prefix);
    line.addAll(List.of("sh", "-c", "\"$1/bin/postgres\" --version && cd \"$2\"", "reaches"));
    line.addAll(List.of(binaries.toString(), folder.toString()));
    try {
      return new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Gives it a file, or a folder with all in it. */
  void own(Path path) {
    if ((int) attribute(path, "unix:uid") == owner) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.toList()) {
        Files.setAttribute(each, "unix:uid", owner);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object attribute(Path path, String name) {
    try {
      return Files.getAttribute(path, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
