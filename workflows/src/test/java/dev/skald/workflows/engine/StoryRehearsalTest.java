package dev.skald.workflows.engine;

import static dev.skald.workflows.engine.Rehearsal.ONE;
import static dev.skald.workflows.engine.Rehearsal.PIVOT;
import static dev.skald.workflows.engine.Rehearsal.THREE;
import static dev.skald.workflows.engine.Rehearsal.TWO;
import static dev.skald.workflows.engine.Rehearsal.type;
import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.skald.workflows.engine.Rehearsal.Line;
import dev.skald.workflows.engine.Rehearsal.Told;
import dev.skald.workflows.engine.Scene.Other;
import dev.skald.workflows.engine.Scene.Refused;
import dev.skald.workflows.engine.Scene.Taken;
import dev.skald.workflows.engine.Scene.Way;
import dev.skald.workflows.engine.Scene.Why;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a story is, and whether it makes sense, whatever way it goes. */
class StoryRehearsalTest {

  private static final Line GO = new Line("go");
  private static final OutsideEvent<Line> COMES =
      new OutsideEvent<>(
          "await-it",
          "it-came",
          Line.class,
          Limits.slow(ofHours(1)).usually(ofHours(1)).once().thenCompensate());

  private static final Why ONE_SAYS_NO = new Why("one", "refused");
  private static final Why NOT_IN_TIME = new Why("await-it", SagaFailure.TIMED_OUT);

  @Test
  void the_other_way_is_told_as_well() {
    assertThat(StoryRehearsal.of(twoWays((saga, _) -> saga.step(THREE, GO))))
        .isEqualTo(
            List.of(
                new Way(
                    "way",
                    List.of(new Taken("one"), new Taken("await-it")),
                    List.of(
                        new Other(List.of(ONE_SAYS_NO, NOT_IN_TIME), List.of(new Taken("three"))))),
                new Taken("pivot")));
  }

  @Test
  void where_it_depends_on_why_each_is_shown_with_what_leads_there() {
    Saga<Line> choosy =
        twoWays(
            (saga, why) -> {
              if (!why.code().equals(SagaFailure.TIMED_OUT)) {
                throw saga.refuse(why.code(), why.message());
              }
              saga.step(TWO, GO);
              return saga.step(THREE, GO);
            });

    assertThat(otherwise(choosy))
        .containsExactly(
            new Other(List.of(ONE_SAYS_NO), List.of(new Refused("refused"))),
            new Other(List.of(NOT_IN_TIME), List.of(new Taken("two"), new Taken("three"))));
  }

  @Test
  void it_is_told_with_each_of_its_examples() {
    Saga<Line> choosy =
        new Told(
            SagaType.named("choosy", Line.class)
                .purpose("Takes what it is asked for.")
                .startedBy(new Line("one"), _ -> null)
                .alsoBy("second", new Line("two"))
                .alsoBy("odd", new Line("three"))
                .deadline(ofHours(1))
                .ifLost(SagaType.IfLost.RETRY)
                .steps(ONE, TWO),
            (saga, line) ->
                saga.step(
                    switch (line.text()) {
                      case "one" -> ONE;
                      case "two" -> TWO;
                      default -> THREE;
                    },
                    line));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> StoryRehearsal.of(choosy))
        .withMessage(
            "saga 'choosy' cannot be told by its example 'odd': it takes step 'three', which it has not declared");
    assertThat(ByExample.each(choosy).get(1))
        .satisfies(
            second -> assertThat(StoryRehearsal.of(second)).isEqualTo(List.of(new Taken("two"))));
  }

  @Test
  void an_example_is_given_once() {
    SagaType.Shown<Line> shown =
        SagaType.named("choosy", Line.class).purpose("-").startedBy(GO, _ -> null);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> shown.alsoBy("again", GO))
        .withMessage("saga 'choosy' has the example 'again' twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> shown.alsoBy("again", new Line("a")).alsoBy("again", new Line("b")))
        .withMessage("saga 'choosy' has the example 'again' twice");
  }

  @Test
  void it_is_told_once_for_each_code_that_a_step_refuses_with() {
    Step<Rehearsal.Parts, Line, Line> pay = ONE.refuses("declined", "expired", "stolen");
    Saga<Line> paying =
        new Told(
            type("paying", pay, TWO, THREE),
            (saga, _) ->
                saga.attempt(
                    "by-card",
                    () -> saga.step(pay, GO),
                    why ->
                        switch (why.code()) {
                          case "declined" -> saga.step(TWO, GO);
                          case "expired" -> saga.step(THREE, GO);
                          default -> throw saga.refuse(why.code(), why.message());
                        }));

    assertThat(otherwise(paying))
        .containsExactly(
            new Other(List.of(new Why("one", "declined")), List.of(new Taken("two"))),
            new Other(List.of(new Why("one", "expired")), List.of(new Taken("three"))),
            new Other(List.of(new Why("one", "stolen")), List.of(new Refused("stolen"))));
  }

  @Test
  void codes_are_given_once_and_are_not_blank() {
    assertThat(ONE.refuses("declined").refuses("expired").refusals())
        .containsExactly("declined", "expired");
    for (List<String> wrong : List.of(List.of("declined", "declined"), List.of(" "))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ONE.refuses(wrong.toArray(String[]::new)))
          .withMessageContaining("'one' refuses with " + wrong);
    }
  }

  @Test
  void a_story_that_gives_up_ends_there() {
    assertThat(otherwise(twoWays((saga, _) -> doRefuse(saga))))
        .extracting(Other::scenes)
        .containsExactly(List.of(new Refused("too-bad")));
  }

  @Test
  void ways_within_other_ways_are_told() {
    Saga<Line> nested =
        twoWays(
            (saga, _) ->
                saga.attempt("second", () -> saga.step(TWO, GO), _ -> saga.step(THREE, GO)));

    Other third = new Other(List.of(new Why("two", "refused")), List.of(new Taken("three")));
    assertThat(otherwise(nested))
        .extracting(Other::scenes)
        .containsExactly(List.of(new Way("second", List.of(new Taken("two")), List.of(third))));
  }

  @Test
  void the_other_way_takes_no_second_pivot() {
    isRefused(
        twoWays((saga, _) -> saga.step(PIVOT, GO)),
        "cannot be told where it goes back to [way]",
        "'pivot' is taken twice");
  }

  @Test
  void nor_what_is_not_declared() {
    Step<Rehearsal.Parts, Line, Line> unknown = Rehearsal.reversible("unknown", ofHours(1));

    isRefused(
        twoWays((saga, _) -> saga.step(unknown, GO)),
        "it takes step 'unknown', which it has not declared");
  }

  @Test
  void no_step_is_named_like_what_a_saga_records_of_itself() {
    for (String name : List.of("recovery", "rolled-back", "turned")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> type("telling", Rehearsal.reversible(name, ofHours(1))))
          .withMessageContaining("declares '" + name + "'");
    }
  }

  @Test
  void an_example_can_be_done() {
    isRefused(
        new Told(
            type("refusing", ONE),
            (saga, _) -> {
              saga.step(ONE, GO);
              throw saga.refuse("too-bad", "as it is");
            }),
        "it refuses its example: one: as it is (too-bad)");
  }

  @Test
  void nothing_is_waited_for_after_the_pivot() {
    Saga<Line> late =
        new Told(
            type("late", PIVOT, COMES),
            (saga, _) -> {
              saga.step(PIVOT, GO);
              saga.await(COMES);
            });

    assertThatIllegalArgumentException()
        .isThrownBy(() -> StoryRehearsal.of(late))
        .withMessageContaining("'await-it' waits for an event after the pivot")
        .withMessageContaining("wait before it");
  }

  @Test
  void nothing_is_refused_after_the_pivot() {
    isRefused(
        new Told(
            type("late", PIVOT),
            (saga, _) -> {
              saga.step(PIVOT, GO);
              throw saga.refuse("too-late", "as it is");
            }),
        "it refuses ('too-late') after the pivot");
  }

  private static List<Other> otherwise(Saga<Line> saga) {
    return ((Way) StoryRehearsal.of(saga).getFirst()).otherwise();
  }

  private static Line doRefuse(SagaRun saga) {
    throw saga.refuse("too-bad", "as it is");
  }

  private interface OtherWay {
    Line go(SagaRun saga, SagaFailure why);
  }

  private static Saga<Line> twoWays(OtherWay other) {
    return new Told(
        type("two-ways", ONE, COMES, TWO, THREE, PIVOT),
        (saga, _) -> {
          Function<SagaFailure, Line> otherwise = why -> other.go(saga, why);
          saga.attempt(
              "way",
              () -> {
                saga.step(ONE, GO);
                return saga.await(COMES);
              },
              otherwise);
          saga.step(PIVOT, GO);
        });
  }

  private static void isRefused(Saga<Line> saga, String... why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StoryRehearsal.of(saga))
        .satisfies(refused -> assertThat(refused.getMessage()).contains(why));
  }
}
