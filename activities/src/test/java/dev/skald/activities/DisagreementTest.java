package dev.skald.activities;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DisagreementTest {

  private static final String TAIL =
      " {WorkflowTaskStartedEventId=9223372036854775807, CurrentStartedEventId=3}";

  @Test
  void an_event_that_the_code_does_not_ask_for_is_told_by_its_step() {
    String dumped =
        """
        [TMPRL1100] No command scheduled that corresponds to event_id: 12
        event_time {
          seconds: 1795000000
        }
        event_type: EVENT_TYPE_ACTIVITY_TASK_SCHEDULED
        task_id: 1048601
        user_metadata {
          summary {
            metadata {
              key: "encoding"
              value: "json/plain"
            }
            data: "\\"take-deposit\\""
          }
        }
        activity_task_scheduled_event_attributes {
          activity_type {
            name: "payments.Take"
          }
        }
        ."""
            + TAIL;

    assertThat(Disagreement.inWords(dumped))
        .isEqualTo(
            "No command scheduled that corresponds to event 12, ACTIVITY_TASK_SCHEDULED of take-deposit");
    assertThat(Disagreement.inWords(dumped.replace("summary", "other")))
        .endsWith("ACTIVITY_TASK_SCHEDULED of payments.Take");
  }

  @Test
  void an_event_without_a_name_is_told_by_its_type() {
    assertThat(
            Disagreement.inWords(
                "No command scheduled that corresponds to event_id: 5\nevent_type: EVENT_TYPE_TIMER_STARTED\n."
                    + TAIL))
        .isEqualTo("No command scheduled that corresponds to event 5, TIMER_STARTED");
  }

  @Test
  void an_answer_that_is_that_of_another_step_is_told_as_such() {
    String said =
        """
        tools.jackson.databind.exc.MismatchedInputException: Cannot map `null` into type `int`
         at [Source: REDACTED; byte offset: #89] (through reference chain: \
        dev.skald.workflows.engine.StepAnswer["answer"]->dev.example.Weight["grams"])""";

    assertThat(Disagreement.inWords(said))
        .isEqualTo(
            "the run has an answer that cannot be read as what this code asks for there"
                + " (Cannot map `null` into type `int`): this code is not the code that the run"
                + " began with, or needs more than older answers bring");
  }

  @Test
  void what_is_said_in_words_stays() {
    assertThat(
            Disagreement.inWords(
                "[TMPRL1100] Failure handling event 8 of type 'EVENT_TYPE_MARKER_RECORDED' during replay."
                    + " [TMPRL1100] Local activity of type payments.Take is recorded in the history."
                    + TAIL))
        .isEqualTo(
            "Failure handling event 8 of type 'EVENT_TYPE_MARKER_RECORDED' during replay."
                + " Local activity of type payments.Take is recorded in the history");
    assertThat(Disagreement.inWords("no words")).isEqualTo("no words");
  }
}
