package dev.skald.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What was asked for.
 *
 * @param only the scenarios, all if empty
 * @param data the folder for the database and the results
 */
record Arguments(long seed, Pace pace, Set<String> only, Path data) {

  static final class Wrong extends RuntimeException {
    Wrong(String message) {
      super(message);
    }
  }

  static Arguments of(List<String> words, Set<String> known) {
    long seed = 20_260_101;
    Pace pace = Pace.FULL;
    Set<String> only = new HashSet<>();
    Path data = Path.of(".skald");
    List<String> rest = new ArrayList<>(words);
    while (!rest.isEmpty()) {
      String word = rest.removeFirst();
      switch (word) {
        case "--quick" -> pace = Pace.QUICK;
        case "--tiny" -> pace = Pace.TINY;
        case "--seed" -> seed = number(word, rest);
        case "--only" -> only.addAll(List.of(value(word, rest).split(",", -1)));
        case "--data" -> data = Path.of(value(word, rest));
        default -> throw new Wrong("there is no '%s'".formatted(word));
      }
    }
    for (String name : only) {
      if (!known.contains(name)) {
        throw new Wrong("there is no '%s' to measure, only %s".formatted(name, known));
      }
    }
    return new Arguments(seed, pace, only, data);
  }

  boolean wants(String name) {
    return only.isEmpty() || only.contains(name);
  }

  private static String value(String word, List<String> rest) {
    if (rest.isEmpty()) {
      throw new Wrong(word + " wants a value");
    }
    return rest.removeFirst();
  }

  private static long number(String word, List<String> rest) {
    String value = value(word, rest);
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new Wrong("%s wants a number and got '%s'".formatted(word, value));
    }
  }
}
