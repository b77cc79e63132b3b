package dev.skald.worker.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The words of a command line, taken one by one. */
final class Words {

  private final List<String> left;

  /** Options may be written with a space or an equals sign before their value. */
  Words(String... arguments) {
    left = new ArrayList<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (argument.startsWith("--") && !isSetting(argument) && equals > 0) {
        left.add(argument.substring(0, equals));
        left.add(argument.substring(equals + 1));
      } else {
        left.add(argument);
      }
    }
  }

  boolean isEmpty() {
    return left.isEmpty();
  }

  String next() {
    return left.removeFirst();
  }

  String valueOf(String option) {
    if (left.isEmpty()) {
      throw new IllegalArgumentException(option + " wants a value");
    }
    return next();
  }

  int numberOf(String option, int least) {
    String given = valueOf(option);
    if (!given.matches("\\d{1,9}") || Integer.parseInt(given) < least) {
      throw new IllegalArgumentException(
          "%s is '%s', but must be a number, at least %d".formatted(option, given, least));
    }
    return Integer.parseInt(given);
  }

  /** What says where the server is, as Spring takes it; nothing if the word says something else. */
  Optional<String> setting(String word) {
    return switch (word) {
      case "--target", "--namespace" ->
          Optional.of("--skald.temporal.%s=%s".formatted(word.substring(2), valueOf(word)));
      default -> isSetting(word) ? Optional.of(word) : Optional.empty();
    };
  }

  private static boolean isSetting(String word) {
    return word.startsWith("--skald.");
  }
}
