package dev.skald.activities;

import static dev.skald.activities.MoneyStory.LITTLE;
import static dev.skald.activities.MoneyStory.takes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.activities.MoneyStory.Takes;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.domain.sagas.SagaEvent.StepCompleted;
import dev.skald.domain.sagas.SagaEvent.UndoCompleted;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.SagaFailure;
import dev.skald.workflows.engine.SagaJournal;
import dev.skald.workflows.engine.SagaJournal.Entry;
import dev.skald.workflows.engine.SagaJournal.Standing;
import dev.skald.workflows.engine.SagaJournal.Standing.Instead;
import dev.skald.workflows.engine.SagaJournal.Turn;
import dev.skald.workflows.engine.SagaStart;
import io.temporal.client.WorkflowStub;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A way is gone to its end, or it is given up, however many tasks of the saga tell of it. A task
 * that was lost may give one up for what the next one knows nothing of: its tries had run out.
 */
class WaysEndOnceTest {

  private static final Takes ON_THE_WAY = takes("on-the-way");
  private static final Takes OTHERWISE = takes("otherwise");
  private static final Takes LAST = takes("last");
  private static final int ALL_TRIES = 20;

  private Runnable atItsEnd = () -> {};
  private Runnable behindIt = () -> {};

  private final MoneyStory story =
      new MoneyStory(
          "one-end",
          List.of(ON_THE_WAY, OTHERWISE, LAST),
          taking -> {
            taking
                .saga()
                .attempt(
                    "way",
                    () -> {
                      taking.of(ON_THE_WAY, LITTLE);
                      atItsEnd.run();
                      return null;
                    },
                    _ -> taking.of(OTHERWISE, LITTLE));
            behindIt.run();
            taking.of(LAST, LITTLE);
          });
  private final String sagaId = TestTemporal.sagaId(story, "once");

  private @Nullable Standing late;
  private Participants participants;
  private TestTemporal temporal;
  private Setting setting;

  @BeforeEach
  void start() {
    participants = Participants.inTemporal(Participants.newDatabase());
    temporal = new TestTemporal(participants, story);
    setting = new Settings(participants).of(Sagas.find("account-transfer").orElseThrow(), "once");
  }

  @AfterEach
  void stop() {
    temporal.close();
  }

  @Test
  void what_a_lost_task_gave_up_is_not_gone_to_its_end() throws Exception {
    atItsEnd = this::giveUpLate;

    TestTemporal.awaitEnd(begin(), ofSeconds(20));

    assertThat(done()).containsExactly("on-the-way", "otherwise", "last");
    assertThat(undone()).containsExactly("on-the-way");
    assertThat(events()).last().isInstanceOf(SagaCompleted.class);
  }

  @Test
  void what_was_gone_to_its_end_is_not_given_up_by_a_lost_task() throws Exception {
    behindIt = this::giveUpLate;

    TestTemporal.awaitEnd(begin(), ofSeconds(20));

    assertThat(late).extracting(Standing::instead).isEqualTo(Instead.GONE_TO_ITS_END);
    wasGoneToItsEnd();
  }

  @Test
  void what_a_lost_run_had_gone_to_its_end_is_told_again_until_it_is_so() throws Exception {
    Trouble last = Trouble.at("last", Fault.CALLED_OFF_DURING, 1);
    temporal.faults.plan(sagaId, List.of(last));
    WorkflowStub lost = begin();
    last.awaitReached();
    lost.terminate("it was lost");
    temporal.faults.plan(
        sagaId, List.of(Trouble.at("on-the-way", Fault.FAILS_FOR_NOW, 2 * ALL_TRIES)));

    TestTemporal.awaitEnd(begin(), ofSeconds(40));

    last.letGo();
    wasGoneToItsEnd();
  }

  private void wasGoneToItsEnd() {
    assertThat(done()).containsExactly("on-the-way", "last");
    assertThat(undone()).isEmpty();
    assertThat(events()).last().isInstanceOf(SagaCompleted.class);
  }

  /** What the worker of a lost task does that had come to the end of its tries. */
  private void giveUpLate() {
    late =
        participants
            .get(SagaJournal.class)
            .turn(
                new Entry(
                    sagaId,
                    story.name(),
                    sagaId + "/turned/way",
                    new SagaStart("once", "hash", Participants.ORIGIN, null, null, null)),
                Turn.of(
                    "way",
                    new SagaFailure("on-the-way", "Mishap", "not now"),
                    List.of(),
                    List.of()));
  }

  private WorkflowStub begin() {
    return temporal.begin(story, "once", setting.request());
  }

  private List<String> done() {
    return events()
        .filter(StepCompleted.class::isInstance)
        .map(done -> ((StepCompleted) done).step())
        .toList();
  }

  private List<String> undone() {
    return events()
        .filter(UndoCompleted.class::isInstance)
        .map(undone -> ((UndoCompleted) undone).step())
        .toList();
  }

  private Stream<SagaEvent> events() {
    return participants.get(SagaLog.class).events(sagaId);
  }
}
