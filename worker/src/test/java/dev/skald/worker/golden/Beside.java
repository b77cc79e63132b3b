package dev.skald.worker.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file beside a history: what the code of its day made of it. */
record Beside(Path file) {

  /** What its run asks for. */
  static Beside commands(Path home, String path) {
    return new Beside(home.resolve(path + ".commands"));
  }

  /** How its run goes on from each place where it waits; there is none where it never does. */
  static Beside continued(Path home, String path) {
    return new Beside(home.resolve(path + ".continued"));
  }

  static void forget(Path home, String path) {
    commands(home, path).write(List.of());
    continued(home, path).write(List.of());
  }

  /** None where there is no such file. */
  List<String> lines() {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(List<String> lines) {
    try {
      if (lines.isEmpty()) {
        Files.deleteIfExists(file);
      } else {
        Files.writeString(file, String.join("\n", lines) + "\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where they ask for it with {@code -Dupdate=true}. */
  void update(List<String> lines) {
    if (Boolean.getBoolean("update")) {
      write(lines);
    }
  }
}
