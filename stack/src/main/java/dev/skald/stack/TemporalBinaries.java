package dev.skald.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Temporal's server, schema tool and Web UI. A script builds them into the cache from the Go
 * modules it pins; both travel with this library.
 */
public final class TemporalBinaries {

  private static final List<String> SOURCES = List.of("build", "go.mod", "go.sum");

  private TemporalBinaries() {}

  /** The folder that has them, if they have been built. */
  public static Optional<Path> built() {
    return Optional.of(where()).filter(Files::isDirectory);
  }

  /** Whether there is a Go that can build them. */
  public static boolean canBeBuilt() {
    if (Programs.find("go").isEmpty()) {
      return false;
    }
    try (Script script = new Script("--possible")) {
      return script.run(_ -> {}) == 0;
    }
  }

  /** Builds them, which takes minutes; the folder that has them. */
  public static Path build(Consumer<String> progress) {
    try (Script script = new Script()) {
      if (script.run(progress) != 0) {
        throw new ServerFailed("Temporal could not be built; what Go said is above.");
      }
      return where();
    }
  }

  static String version() {
    return where().getFileName() + "";
  }

  /** The script knows the versions, and nobody else. */
  private static Path where() {
    List<String> said = new ArrayList<>();
    try (Script script = new Script("--where")) {
      script.run(said::add);
    }
    return Path.of(said.getLast());
  }

  /** The script beside its modules, in a folder of its own for as long as it runs. */
  private static final class Script implements AutoCloseable {

    private final Path folder;
    private final List<String> line = new ArrayList<>();

    Script(String... arguments) {
      try {
        this.folder = Files.createTempDirectory("skald-temporal");
        for (String source : SOURCES) {
          try (InputStream in =
              TemporalBinaries.class.getResourceAsStream("/META-INF/skald/temporal/" + source)) {
            Files.copy(Objects.requireNonNull(in, source), folder.resolve(source));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      line.addAll(List.of("sh", folder.resolve("build").toString()));
      line.addAll(List.of(arguments));
    }

    int run(Consumer<String> output) {
      try {
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        try (BufferedReader reader = process.inputReader()) {
          reader.lines().forEach(output);
        }
        return process.waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ServerFailed("Interrupted while Temporal is built", e);
      }
    }

    @Override
    public void close() {
      try {
        CacheFolder.delete(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
