package dev.skald.activities;

import io.temporal.common.converter.DataConverterException;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Temporal says where a history and the code disagree, in one line and without its dumps. */
public final class Disagreement {

  /** An event as its fields, a line each, up to what stands behind it. */
  private static final Pattern DUMP =
      Pattern.compile("event_id: (\\d+)\\b.*?event_type: (\\w+)(.*?)(?=\\. \\{|$)", Pattern.DOTALL);

  /** The mapper's words on an answer, without where in its bytes it gave up. */
  private static final Pattern UNREADABLE =
      Pattern.compile(
          "^(?:[\\w.]+(?:: |$))*(.*?)\\s+at \\[Source.*\\bStepAnswer\\[\"answer\"].*$",
          Pattern.DOTALL);

  private static final Pattern SUMMARY =
      Pattern.compile("summary \\{.*?data: \"\\\\\"([^\"\\\\]+)", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("name: \"([^\"]+)\"");
  private static final Pattern WORKFLOW_TASKS =
      Pattern.compile("\\.? \\{WorkflowTaskStartedEventId=.*?}");

  private Disagreement() {}

  /** Whether this failure tells more than its cause does. */
  public static boolean tellsAll(String type) {
    return type.equals(DataConverterException.class.getName());
  }

  /** The same, of whatever else it says. */
  public static String inWords(String message) {
    Matcher unreadable = UNREADABLE.matcher(message);
    if (unreadable.matches()) {
      return "the run has an answer that cannot be read as what this code asks for there (%s): this code is not the code that the run began with, or needs more than older answers bring"
          .formatted(unreadable.group(1));
    }
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
