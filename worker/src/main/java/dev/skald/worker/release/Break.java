package dev.skald.worker.release;

import java.util.List;

/**
 * Why a history cannot be replayed.
 *
 * @param kind the same for all runs that break alike
 * @param message what Temporal says about this one
 */
record Break(String kind, String message) {

  private static final int LONGEST = 400;

  /** From the stack traces that the SDK hands out as a message. */
  static Break of(Run run, Throwable thrown) {
    List<String> causes =
        String.valueOf(thrown.getMessage())
            .lines()
            .filter(line -> !line.startsWith("\t") && !line.isBlank())
            .toList();
    String last = causes.isEmpty() ? thrown.toString() : causes.getLast();
    String message =
        last.replaceFirst("^Caused by: ", "").replaceFirst("^.*queryType=.*?error=", "");
    return new Break(kind(message.replace(run.workflowId(), "*")), shortened(message));
  }

  private static String kind(String message) {
    return message.replaceAll("[\\w.]*[\\w-]*\\d[\\w/.-]*", "*");
  }

  private static String shortened(String message) {
    return message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "...";
  }
}
