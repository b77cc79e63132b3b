package dev.skald.worker.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What is asked for on the command line.
 *
 * @param query which runs, in Temporal's words; empty for all
 * @param closed how many closed runs at most, the most recent first
 * @param open how many open runs at most; 0 for all
 * @param all whether to go on after the first break, so that every kind is told
 * @param settings of the connection, as Spring takes them
 */
record ReplayOptions(
    String query, int closed, int open, int parallel, boolean all, List<String> settings) {

  static final String USAGE =
      """
      replays the histories of a server with this code, and fails where a run would break
        --target HOST:PORT --namespace NAME
                            where the runs are (skald.temporal.target and .namespace)
        --query QUERY       only some of them, like "SagaType = 'order-processing'"
        --limit N           of the closed ones, the most recent first (1000)
        --open-limit N      of the open ones (all)
        --parallel N        at a time (one for each core)
        --all               go on after the first break, and tell every kind
      ends with 0 if nothing breaks, 1 if something does, 2 if it could not begin,
      3 if nothing breaks but some histories could not be read""";

  static ReplayOptions of(String... arguments) {
    Parsing parsing = new Parsing();
    List<String> words = new ArrayList<>(List.of(arguments));
    while (!words.isEmpty()) {
      parsing.take(words);
    }
    return new ReplayOptions(
        parsing.query,
        parsing.closed,
        parsing.open,
        parsing.parallel,
        parsing.all,
        List.copyOf(parsing.settings));
  }

  private static final class Parsing {

    private String query = "";
    private int closed = 1000;
    private int open;
    private int parallel = Runtime.getRuntime().availableProcessors();
    private boolean all;
    private final List<String> settings = new ArrayList<>();

    void take(List<String> words) {
      String word = words.removeFirst();
      switch (word) {
        case "--query" -> value(word, words, given -> query = given);
        case "--limit" -> value(word, words, given -> closed = number(word, given, 0));
        case "--open-limit" -> value(word, words, given -> open = number(word, given, 1));
        case "--parallel" -> value(word, words, given -> parallel = number(word, given, 1));
        case "--all" -> all = true;
        case "--target", "--namespace" ->
            value(
                word,
                words,
                given -> settings.add("--skald.temporal." + word.substring(2) + "=" + given));
        default -> {
          if (word.startsWith("--skald.")) {
            settings.add(word);
          } else if (word.startsWith("--") && word.contains("=")) {
            words.addFirst(word.substring(word.indexOf('=') + 1));
            words.addFirst(word.substring(0, word.indexOf('=')));
          } else {
            throw new IllegalArgumentException("replay knows no '%s'".formatted(word));
          }
        }
      }
    }

    private static void value(String word, List<String> words, Consumer<String> take) {
      if (words.isEmpty()) {
        throw new IllegalArgumentException(word + " wants a value");
      }
      take.accept(words.removeFirst());
    }

    private static int number(String word, String given, int least) {
      if (!given.matches("\\d{1,9}") || Integer.parseInt(given) < least) {
        throw new IllegalArgumentException(
            "%s is '%s', but must be a number, at least %d".formatted(word, given, least));
      }
      return Integer.parseInt(given);
    }
  }
}
