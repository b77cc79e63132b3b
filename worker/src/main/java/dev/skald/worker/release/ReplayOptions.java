package dev.skald.worker.release;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is asked for on the command line.
 *
 * @param query which runs, in Temporal's words; empty for all
 * @param closed how many closed runs at most, the most recent first
 * @param open how many open runs at most; 0 for all
 * @param progress how often it is told
 * @param all whether to go on after the first break, so that every kind is told
 * @param settings of the connection, as Spring takes them
 */
record ReplayOptions(
    String query,
    int closed,
    int open,
    int parallel,
    Duration progress,
    boolean all,
    List<String> settings) {

  static final String USAGE =
      """
      replays the histories of a server with this code, and fails where an open run would break
        --target HOST:PORT --namespace NAME
                            where the runs are (skald.temporal.target and .namespace)
        --query QUERY       only some of them, like "SagaType = 'order-processing'"
        --limit N           of the closed ones, the most recent first (1000); they cannot break,
                            but show what paths runs take
        --open-limit N      of the open ones (all)
        --parallel N        at a time (one for each core)
        --progress SECONDS  how often it is said how far it has come (2)
        --all               go on after the first break, and tell every kind
      ends with 0 if nothing breaks, 1 if something does, 2 if it could not begin,
      3 if nothing breaks but some histories could not be read""";

  static ReplayOptions of(String... arguments) {
    Words words = new Words(arguments);
    String query = "";
    int closed = 1000;
    int open = 0;
    int parallel = Runtime.getRuntime().availableProcessors();
    Duration progress = Duration.ofSeconds(2);
    boolean all = false;
    List<String> settings = new ArrayList<>();
    while (!words.isEmpty()) {
      String word = words.next();
      switch (word) {
        case "--query" -> query = words.valueOf(word);
        case "--limit" -> closed = words.numberOf(word, 0);
        case "--open-limit" -> open = words.numberOf(word, 1);
        case "--parallel" -> parallel = words.numberOf(word, 1);
        case "--progress" -> progress = Duration.ofSeconds(words.numberOf(word, 1));
        case "--all" -> all = true;
        default ->
            settings.add(
                words
                    .setting(word)
                    .orElseThrow(
                        () -> new IllegalArgumentException("replay knows no '" + word + "'")));
      }
    }
    return new ReplayOptions(query, closed, open, parallel, progress, all, settings);
  }
}
