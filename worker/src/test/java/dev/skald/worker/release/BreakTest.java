package dev.skald.worker.release;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Thousands of runs may break, and of few kinds. */
class BreakTest {

  @Test
  void runs_that_break_alike_are_of_one_kind_whatever_they_are_called() {
    Break happy = breaks("gift-card-happy");
    Break seventh = breaks("gift-card-2026-7");

    assertThat(happy.kind()).isEqualTo(seventh.kind()).contains("no command for event");
    assertThat(happy.message()).contains("gift-card-happy");
  }

  private static Break breaks(String sagaId) {
    return Break.of(
        new Run("gift-card", sagaId, "01a2-b3", "RUNNING", true),
        new IllegalStateException(
            "no command for event 17 of step check-buyer of %s".formatted(sagaId)));
  }
}
