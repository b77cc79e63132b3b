package dev.skald.worker.release;

import dev.skald.activities.Disagreement;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Why a history cannot be replayed.
 *
 * @param kind the same for all runs that break alike
 * @param message what Temporal says about this one
 */
record Break(String kind, String message) {

  private static final int LONGEST = 400;
  private static final String CAUSED_BY = "\nCaused by: ";

  /** From the stack traces that the SDK hands out as a message. */
  static Break of(Run run, Throwable thrown) {
    String message = Disagreement.inWords(lastCause(String.valueOf(thrown.getMessage())));
    if (message.isEmpty()) {
      message = thrown.toString();
    }
    return new Break(kind(message.replace(run.workflowId(), "*")), shortened(message));
  }

  /** What it says may go over many lines, up to those that say where. */
  private static String lastCause(String traces) {
    List<String> causes = List.of(traces.split(CAUSED_BY));
    return causes.stream()
        .filter(cause -> Disagreement.tellsAll(cause.split("[:\\s]", 2)[0]))
        .findFirst()
        .orElse(causes.getLast())
        .lines()
        .takeWhile(line -> !line.startsWith("\t"))
        .collect(Collectors.joining("\n"))
        .replaceFirst("(?s)^.*queryType=.*?error=", "");
  }

  private static String kind(String message) {
    return message.replaceAll("[\\w.]*[\\w-]*\\d[\\w/.-]*", "*");
  }

  private static String shortened(String message) {
    return message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "...";
  }
}
