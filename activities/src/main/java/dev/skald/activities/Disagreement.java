package dev.skald.activities;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Temporal says where a history and the code disagree, in one line and without its dumps. */
public final class Disagreement {

  /** An event as its fields, a line each, up to what stands behind it. */
  private static final Pattern DUMP =
      Pattern.compile("event_id: (\\d+)\\b.*?event_type: (\\w+)(.*?)(?=\\. \\{|$)", Pattern.DOTALL);

  private static final Pattern SUMMARY =
      Pattern.compile("summary \\{.*?data: \"\\\\\"([^\"\\\\]+)", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("name: \"([^\"]+)\"");
  private static final Pattern WORKFLOW_TASKS =
      Pattern.compile("\\.? \\{WorkflowTaskStartedEventId=.*?}");

  private Disagreement() {}

  /** The same, of whatever else it says. */
  public static String inWords(String message) {
    String event = DUMP.matcher(message).replaceAll(dump -> Matcher.quoteReplacement(event(dump)));
    return WORKFLOW_TASKS
        .matcher(event)
        .replaceAll("")
        .replace("[TMPRL1100] ", "")
        .replaceAll("\\s+", " ")
        .strip();
  }

  private static String event(MatchResult dump) {
    String type = dump.group(2).replace("EVENT_TYPE_", "");
    return "event %s, %s%s".formatted(dump.group(1), type, name(dump.group(3)));
  }

  /** Steps have summaries, which are their names. */
  private static String name(String fields) {
    Matcher summary = SUMMARY.matcher(fields);
    if (summary.find()) {
      return " of " + summary.group(1);
    }
    Matcher name = NAME.matcher(fields);
    return name.find() ? " of " + name.group(1) : "";
  }
}
