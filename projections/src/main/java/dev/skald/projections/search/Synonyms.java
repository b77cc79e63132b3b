package dev.skald.projections.search;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Words that mean the same: one group a line, in a file of ours, not of the database server. */
final class Synonyms {

  private static final String FILE = "synonyms.txt";

  private final Map<String, List<String>> groups = new HashMap<>();

  Synonyms(String lines) {
    lines
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> Arrays.stream(line.split(",", -1)).map(String::strip).toList())
        .forEach(group -> group.forEach(word -> groups.put(word, group)));
  }

  static Synonyms ours() {
    try (InputStream file = Synonyms.class.getResourceAsStream(FILE)) {
      return new Synonyms(
          new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Other words for it, also where it stands in the plural. */
  List<String> of(String word) {
    String one = word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    List<String> group = groups.getOrDefault(word, groups.getOrDefault(one, List.of()));
    return group.stream().filter(other -> !other.equals(word) && !other.equals(one)).toList();
  }
}
