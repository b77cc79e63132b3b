package dev.skald.worker.golden;

import static dev.skald.worker.golden.Script.Cue.FAIL;
import static dev.skald.worker.golden.Script.Cue.FAIL_ALWAYS;
import static dev.skald.worker.golden.Script.Cue.GONE;
import static dev.skald.worker.golden.Script.Cue.HANG;
import static dev.skald.worker.golden.Script.Cue.HOLD;
import static dev.skald.worker.golden.Script.Cue.NOT_YET;
import static dev.skald.worker.golden.Script.Cue.REFUSE;
import static dev.skald.workflows.engine.DecisionKind.RESOLVE;
import static dev.skald.workflows.engine.DecisionKind.RETRY;
import static dev.skald.workflows.engine.DecisionKind.SKIP;

import dev.skald.worker.golden.Scenario.Act;
import dev.skald.worker.golden.Scenario.Act.AwaitAsked;
import dev.skald.worker.golden.Scenario.Act.AwaitWaiting;
import dev.skald.worker.golden.Scenario.Act.CallOff;
import dev.skald.worker.golden.Scenario.Act.Cancel;
import dev.skald.worker.golden.Scenario.Act.LetGo;
import dev.skald.worker.golden.Scenario.Act.LoseTask;
import dev.skald.worker.golden.Scenario.Act.Send;
import dev.skald.worker.golden.Scenario.Act.Settle;
import dev.skald.worker.golden.Scenario.Act.StopWorker;
import dev.skald.worker.golden.Script.Cue;
import dev.skald.workflows.engine.Saga;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The ways of the rare sagas: waiting, nesting, racing, deadlines, lost workers, and branches. */
final class RareWays {

  private static final String EVENT = "journey-confirmed";

  private RareWays() {}

  static List<Scenario> all() {
    return Stream.concat(listed().stream(), Scenario.of(RareSagas.VISIT).stream()).toList();
  }

  private static List<Scenario> listed() {
    return List.of(
        journey("done", Map.of()),
        journey("prepare-exhausted-retried", two("prepare", FAIL), new Settle("prepare", RETRY)),
        journey("prepare-exhausted-skipped", two("prepare", FAIL), new Settle("prepare", SKIP)),
        journey(
            "prepare-exhausted-resolved-undone-by-hand",
            Map.of("prepare", List.of(FAIL, FAIL), "border.cross", List.of(REFUSE)),
            new Settle("prepare", RESOLVE, 1),
            new Settle("prepare", RESOLVE, 2)),
        journey(
            "prepare-asks-called-off",
            two("prepare", FAIL),
            new AwaitWaiting("prepare"),
            new CallOff("prepare", 2)),
        journey(
            "event-comes-late",
            one("confirmed", NOT_YET),
            new AwaitWaiting("confirmed"),
            new Send(EVENT)),
        journey(
            "event-never-comes-resolved",
            two("confirmed", NOT_YET),
            new AwaitAsked("confirmed", 2),
            new Settle("confirmed", RESOLVE)),
        journey(
            "event-never-comes-skipped",
            two("confirmed", NOT_YET),
            new AwaitAsked("confirmed", 2),
            new Settle("confirmed", SKIP)),
        journey(
            "event-never-comes-retried",
            two("confirmed", NOT_YET),
            new AwaitAsked("confirmed", 2),
            new Settle("confirmed", RETRY)),
        journey(
            "event-awaited-called-off",
            two("confirmed", NOT_YET),
            new AwaitWaiting("confirmed"),
            new CallOff("confirmed", 1)),
        journey(
            "event-awaited-cancelled",
            two("confirmed", NOT_YET),
            new AwaitWaiting("confirmed"),
            new Cancel("confirmed", 1)),
        journey("way-gone-to-its-end", Map.of()),
        journey("way-given-up-by-a-lost-task", one("end of by-air", REFUSE)),
        journey(
            "way-gone-to-its-end-by-a-lost-task",
            Map.of("fly", List.of(FAIL, FAIL), "turn to by-air", List.of(GONE))),
        journey("other-way-after-refusal", one("fly", REFUSE)),
        journey("other-way-after-exhaustion", two("fly", FAIL)),
        journey("other-way-refused-too", Map.of("fly", List.of(REFUSE), "sail", List.of(REFUSE))),
        journey(
            "rollback-refused-resolved",
            Map.of("fly", List.of(FAIL, FAIL), "undo fly", List.of(REFUSE)),
            new Settle("fly", RESOLVE)),
        journey(
            "rollback-refused-skipped",
            Map.of("fly", List.of(FAIL, FAIL), "undo fly", List.of(REFUSE)),
            new Settle("fly", SKIP)),
        journey("branch-refused-beside-another", one("load", REFUSE)),
        journey(
            "retried-while-another-branch-runs",
            Map.of("load", List.of(FAIL, FAIL), "paint", List.of(HOLD)),
            new AwaitAsked("paint", 1),
            new Settle("load", RETRY),
            new LetGo("paint")),
        journey(
            "skipped-while-another-branch-runs",
            Map.of("load", List.of(FAIL, FAIL), "paint", List.of(HOLD)),
            new AwaitAsked("paint", 1),
            new Settle("load", SKIP),
            new LetGo("paint")),
        journey(
            "called-off-while-slow-step-runs",
            one("paint", HOLD),
            new CallOff("paint", 1),
            new LetGo("paint")),
        journey(
            "cancelled-while-slow-step-runs",
            one("paint", HOLD),
            new Cancel("paint", 1),
            new LetGo("paint")),
        journey("slow-step-times-out", one("border.show-papers", HANG)),
        journey("nested-refused", one("border.show-papers", REFUSE)),
        journey(
            "nested-called-off",
            one("border.show-papers", HOLD),
            new CallOff("border.show-papers", 1),
            new LetGo("border.show-papers")),
        journey("nested-pivot-refused", one("border.cross", REFUSE)),
        journey(
            "cancelled-while-pivot-runs",
            one("border.cross", HOLD),
            new Cancel("border.cross", 1),
            new LetGo("border.cross")),
        journey(
            "nested-undo-refused-retried",
            Map.of("border.cross", List.of(REFUSE), "undo border.show-papers", List.of(REFUSE)),
            new Settle("border.show-papers", RETRY)),
        journey("forward-refused-retried", one("bill", REFUSE), new Settle("bill", RETRY)),
        journey("forward-refused-resolved", one("bill", REFUSE), new Settle("bill", RESOLVE)),
        journey("optional-refused", one("thank", REFUSE)),
        journey("worker-lost-at-first", Map.of(), new LoseTask()),
        journey(
            "worker-lost-while-event-comes",
            one("confirmed", NOT_YET),
            new AwaitWaiting("confirmed"),
            new StopWorker(),
            new Send(EVENT),
            new LoseTask()),
        hurry("done", Map.of()),
        hurry("deadline-while-event-is-awaited", two("called", NOT_YET)),
        hurry("deadline-between-tries", one("work", FAIL_ALWAYS)),
        hurry("deadline-while-operator-is-asked", two("care", FAIL)),
        hurry(
            "cancelled-in-first-task", one("care", HOLD), new Cancel("care", 1), new LetGo("care")),
        feast("done", Map.of()),
        feast("bake-at-second-try", one("bake", FAIL)),
        feast("boil-refused-beside-others", one("boil", REFUSE)),
        feast("boil-exhausted-retried", two("boil", FAIL), new Settle("boil", RETRY)),
        feast("pivot-refused", one("eat", REFUSE)));
  }

  private static Map<String, List<Cue>> one(String what, Cue cue) {
    return Map.of(what, List.of(cue));
  }

  private static Map<String, List<Cue>> two(String what, Cue cue) {
    return Map.of(what, List.of(cue, cue));
  }

  private static Scenario journey(String name, Map<String, List<Cue>> cues, Act... acts) {
    return of(RareSagas.JOURNEY, name, cues, acts);
  }

  private static Scenario hurry(String name, Map<String, List<Cue>> cues, Act... acts) {
    return of(RareSagas.HURRY, name, cues, acts);
  }

  private static Scenario feast(String name, Map<String, List<Cue>> cues, Act... acts) {
    return of(RareSagas.FEAST, name, cues, acts);
  }

  private static Scenario of(Saga<?> saga, String name, Map<String, List<Cue>> cues, Act... acts) {
    return new Scenario(saga, name, cues, List.of(acts));
  }
}
