package dev.skald.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The ports of one Temporal server, by name. Clients use `frontend` and `ui`; over the others its
 * parts find each other, also those of the run before, so these stay the same if they can.
 */
record TemporalPorts(Map<String, Integer> named) {

  private static final List<String> INNER =
      List.of(
          "frontend.http",
          "frontend.membership",
          "history",
          "history.membership",
          "matching",
          "matching.membership",
          "worker",
          "worker.membership");

  TemporalPorts {
    named = Map.copyOf(named);
  }

  static TemporalPorts choose(Path folder, int frontend, int ui) {
    Map<String, Integer> named = new LinkedHashMap<>();
    List<Integer> inner = inner(folder.resolve("inner.ports"));
    for (int i = 0; i < INNER.size(); i++) {
      named.put(INNER.get(i), inner.get(i));
    }
    named.put("frontend", Ports.orFree(frontend));
    named.put("ui", Ports.orFree(ui));
    return new TemporalPorts(named);
  }

  private static List<Integer> inner(Path file) {
    try {
      List<Integer> last =
          Files.exists(file)
              ? Files.readAllLines(file).stream().map(Integer::valueOf).toList()
              : List.of();
      if (last.size() == INNER.size() && last.stream().noneMatch(Ports::isTaken)) {
        return last;
      }
      // Temporal keeps them in a column that ends at 32767.
      List<Integer> chosen = Ports.freeLow(INNER.size());
      Files.write(file, chosen.stream().map(String::valueOf).toList());
      return chosen;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int frontend() {
    return port("frontend");
  }

  int http() {
    return port("frontend.http");
  }

  int ui() {
    return port("ui");
  }

  private int port(String name) {
    return named.getOrDefault(name, 0);
  }
}
