package dev.skald.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.activities.Outcome.Done;
import dev.skald.activities.Outcome.Facts;
import dev.skald.domain.CustomerId;
import dev.skald.domain.loyalty.PointsEvent;
import dev.skald.domain.loyalty.PointsEvent.PointsAwarded;
import dev.skald.eventstore.Append;
import dev.skald.eventstore.CommandId;
import dev.skald.eventstore.Expected;
import dev.skald.eventstore.Fingerprint;
import dev.skald.eventstore.Metadata;
import dev.skald.eventstore.StreamId;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A step that asks somebody else and records facts of its own, on a stream that others use. */
class OnceTest {

  private record Order(String card) {}

  private record Receipt(String number) {}

  private static final int RACES = 3;

  private final TestLog log = new TestLog();
  private final StepCall call = TestLog.call("outside-" + UUID.randomUUID(), "charge");
  private final StreamId busy = StreamId.of(PointsEvent.CATEGORY, UUID.randomUUID().toString());

  /** The keys with which somebody else was asked. */
  private final List<String> asked = new ArrayList<>();

  private int decisions;

  @AfterEach
  void stop() {
    log.close();
  }

  @Test
  void somebody_else_is_asked_once_however_many_races_a_decision_loses() {
    StepAnswer<Receipt> answer = charge();

    assertThat(answer.answer()).isEqualTo(new Receipt("receipt-1"));
    assertThat(decisions).isEqualTo(RACES + 1);
    assertThat(asked).containsExactly(call.commandId());
    assertThat(log.events(busy.toString())).hasSize(RACES + 1);
  }

  @Test
  void of_a_step_that_is_recorded_nobody_is_asked_again() {
    StepAnswer<Receipt> answer = charge();

    assertThat(charge()).isEqualTo(answer);
    assertThat(asked).hasSize(1);
  }

  private StepAnswer<Receipt> charge() {
    Once<String, String> receipt =
        new Once<>(
            key -> {
              asked.add(key);
              return "receipt-" + asked.size();
            });
    return log.recorder()
        .perform(
            call,
            new Order("4711"),
            Receipt.class,
            () -> {
              Expected asItWas = Expected.version(log.events(busy.toString()).size());
              String number = receipt.of(call.commandId());
              if (decisions++ < RACES) {
                somebodyIsFaster();
              }
              return new Done<>(
                  new Receipt(number), List.of(new Facts(busy, asItWas, List.of(awarded()))));
            });
  }

  private void somebodyIsFaster() {
    log.store()
        .append(
            Append.of(
                    new CommandId("race-" + UUID.randomUUID()),
                    Fingerprint.of("race"),
                    Metadata.EMPTY)
                .to(busy, Expected.any(), List.of(awarded())));
  }

  private static PointsAwarded awarded() {
    return new PointsAwarded(new CustomerId("ada"), 1);
  }
}
