package dev.skald.worker.golden;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.skald.workflows.engine.Backoff;
import dev.skald.workflows.engine.Limits;
import dev.skald.workflows.engine.Nested;
import dev.skald.workflows.engine.OutsideEvent;
import dev.skald.workflows.engine.Part;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaRun;
import dev.skald.workflows.engine.SagaRun.Branch;
import dev.skald.workflows.engine.SagaRun.Join;
import dev.skald.workflows.engine.SagaType;
import dev.skald.workflows.engine.Step;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.UndoAnswer;
import io.temporal.activity.ActivityInterface;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Sagas that go the ways of the engine that none of ours goes yet, so that it cannot change under
 * them unseen: a journey through all of them, one that is in a hurry, a visit whose ways are drawn
 * from its story as those of ours are, and a feast with quick steps side by side.
 */
final class RareSagas {

  private static final Backoff BACKOFF = Backoff.fixed(ofSeconds(1));
  private static final Limits.Expected QUICK = Limits.quick(ofSeconds(2)).usually(ofMillis(10));
  private static final Limits.Expected SLOW = Limits.slow(ofSeconds(3)).usually(ofMillis(10));

  /** What is done on the way, and taken back. */
  @ActivityInterface(namePrefix = "rare.")
  public interface Doing {
    StepAnswer<Line> play(StepCall call, Line line);

    UndoAnswer takeBack(StepCall call, Line line);
  }

  /** What is said, and answered. */
  public record Line(String text) {}

  static final Step<Doing, Line, Line> PREPARE =
      reversible("prepare", QUICK.tries(2, BACKOFF).thenAskOperator());
  static final OutsideEvent<Line> CONFIRMED =
      new OutsideEvent<>(
          "confirmed",
          "journey-confirmed",
          Line.class,
          Limits.quick(ofSeconds(20)).usually(ofSeconds(1)).once().thenAskOperator());
  static final Step<Doing, Line, Line> FLY =
      reversible("fly", QUICK.tries(2, BACKOFF).thenCompensate());
  static final Step<Doing, Line, Line> SAIL =
      reversible("sail", QUICK.tries(2, BACKOFF).thenCompensate());
  static final Step<Doing, Line, Line> LOAD =
      reversible("load", QUICK.tries(2, BACKOFF).thenAskOperator());
  static final Step<Doing, Line, Line> PAINT =
      reversible("paint", Limits.slow(ofSeconds(60)).usually(ofMillis(10)).once().thenCompensate());
  static final Step<Doing, Line, Line> SHOW_PAPERS =
      reversible("show-papers", SLOW.tries(2, BACKOFF).thenCompensate());
  static final Step<Doing, Line, Line> CROSS =
      Step.pivot(
          "cross",
          Doing.class,
          Doing::play,
          Limits.slow(ofSeconds(60)).usually(ofMillis(10)).triesWithoutEnd(BACKOFF));
  static final Step<Doing, Line, Line> BILL =
      Step.forward("bill", Doing.class, Doing::play, SLOW.triesWithoutEnd(BACKOFF));
  static final Step<Doing, Line, Line> THANK =
      Step.optional("thank", Doing.class, Doing::play, SLOW.once().thenGoOn());

  static final Step<Doing, Line, Line> WORK =
      reversible("work", QUICK.tries(100, BACKOFF).thenCompensate());
  static final Step<Doing, Line, Line> CARE =
      reversible("care", QUICK.tries(2, BACKOFF).thenAskOperator());
  static final OutsideEvent<Line> CALLED =
      new OutsideEvent<>(
          "called",
          "somebody-called",
          Line.class,
          Limits.quick(ofHours(1)).usually(ofSeconds(1)).once().thenCompensate());
  static final Step<Doing, Line, Line> GO =
      Step.pivot("go", Doing.class, Doing::play, QUICK.triesWithoutEnd(BACKOFF));

  static final Step<Doing, Line, Line> INVITE =
      reversible("invite", QUICK.tries(5, BACKOFF).thenAskOperator());
  static final Step<Doing, Line, Line> COOK =
      reversible("cook", QUICK.tries(5, BACKOFF).thenCompensate());
  static final OutsideEvent<Line> ARRIVED =
      new OutsideEvent<>(
          "arrived",
          "guest-arrived",
          Line.class,
          Limits.quick(ofDays(2)).usually(ofHours(1)).once().thenCompensate());
  static final OutsideEvent<Line> PHONED =
      new OutsideEvent<>(
          "phoned",
          "guest-phoned",
          Line.class,
          Limits.quick(ofDays(2)).usually(ofHours(1)).once().thenAskOperator());
  static final Step<Doing, Line, Line> ORDER_IN =
      reversible("order-in", QUICK.tries(5, BACKOFF).thenCompensate());
  static final Step<Doing, Line, Line> DINE =
      Step.pivot("dine", Doing.class, Doing::play, QUICK.triesWithoutEnd(BACKOFF));

  static final Step<Doing, Line, Line> LAY_TABLE =
      reversible("lay-table", SLOW.tries(2, BACKOFF).thenCompensate());
  static final Step<Doing, Line, Line> BAKE =
      reversible("bake", QUICK.tries(2, BACKOFF).thenCompensate());
  static final Step<Doing, Line, Line> SLICE =
      reversible("slice", QUICK.tries(2, BACKOFF).thenCompensate());
  static final Step<Doing, Line, Line> BOIL =
      reversible("boil", QUICK.tries(2, BACKOFF).thenAskOperator());
  static final Step<Doing, Line, Line> CHILL =
      reversible("chill", SLOW.tries(2, BACKOFF).thenCompensate());
  static final Step<Doing, Line, Line> POUR =
      reversible("pour", QUICK.tries(2, BACKOFF).thenCompensate());
  static final Step<Doing, Line, Line> SMOKE =
      reversible("smoke", SLOW.tries(2, BACKOFF).thenCompensate());
  static final Step<Doing, Line, Line> CARVE =
      reversible("carve", QUICK.tries(2, BACKOFF).thenCompensate());
  static final Step<Doing, Line, Line> EAT =
      Step.pivot("eat", Doing.class, Doing::play, QUICK.triesWithoutEnd(BACKOFF));

  private static final Saga<Line> BORDER =
      new Told(type("rare-border", ofHours(1), SHOW_PAPERS, CROSS), RareSagas::passBorder);
  private static final Nested<Line> AT_BORDER = new Nested<>("border", BORDER);

  static final Saga<Line> JOURNEY =
      new Told(
          type(
              "rare-journey",
              ofHours(1),
              PREPARE,
              CONFIRMED,
              FLY,
              SAIL,
              LOAD,
              PAINT,
              AT_BORDER,
              BILL,
              THANK),
          RareSagas::travel);
  static final Saga<Line> HURRY =
      new Told(type("rare-hurry", ofSeconds(5), WORK, CARE, CALLED, GO), RareSagas::hurry);

  static final Saga<Line> VISIT =
      new Told(
          type("rare-visit", ofHours(1), INVITE, COOK, ARRIVED, PHONED, ORDER_IN, DINE),
          RareSagas::visit);

  private static final Step<Doing, Line, Line> CHOOSY_COOK = COOK.refuses("no-gas", "no-time");

  /** It goes another way for one code only. Nothing is recorded of it. */
  static final Saga<Line> CHOICE =
      new Told(type("rare-choice", ofHours(1), CHOOSY_COOK, ORDER_IN, DINE), RareSagas::choose);

  /** It depends on what is asked for. Nothing is recorded of it. */
  static final Saga<Line> REQUEST =
      new Told(
          begun("rare-request")
              .alsoBy("delivered", new Line("order in"))
              .deadline(ofHours(1))
              .ifLost(SagaType.IfLost.UNDO)
              .steps(CHOOSY_COOK, ORDER_IN, DINE),
          RareSagas::doAsAsked);

  static final Saga<Line> FEAST =
      new Told(
          type(
              "rare-feast",
              ofHours(1),
              LAY_TABLE,
              BAKE,
              SLICE,
              BOIL,
              CHILL,
              POUR,
              SMOKE,
              CARVE,
              EAT),
          RareSagas::feast);

  /** Those whose ways are listed by hand. */
  static final List<Saga<?>> LISTED = List.of(JOURNEY, HURRY, FEAST);

  static final List<Saga<?>> ALL = List.of(JOURNEY, HURRY, VISIT, FEAST);

  private RareSagas() {}

  private static void travel(SagaRun saga) {
    saga.step(PREPARE, new Line("all"));
    Line confirmed = saga.await(CONFIRMED);
    saga.attempt("by-air", () -> saga.step(FLY, confirmed), why -> saga.step(SAIL, confirmed));
    Branch<Line> loaded = saga.branch(() -> saga.step(LOAD, new Line("ship")));
    Branch<Line> painted = saga.branch(() -> saga.step(PAINT, new Line("ship")));
    saga.join(Join.WAIT_FOR_ALL, loaded, painted);
    saga.tell(AT_BORDER, new Line("papers"));
    saga.step(BILL, new Line("all"));
    saga.optional(THANK, new Line("all"));
  }

  private static void passBorder(SagaRun saga) {
    saga.step(SHOW_PAPERS, new Line("papers"));
    saga.step(CROSS, new Line("border"));
  }

  private static void hurry(SagaRun saga) {
    saga.step(WORK, new Line("hard"));
    saga.step(CARE, new Line("little"));
    saga.await(CALLED);
    saga.step(GO, new Line("far"));
  }

  private static void visit(SagaRun saga) {
    saga.step(INVITE, new Line("guest"));
    saga.attempt(
        "dinner",
        () -> {
          saga.step(COOK, new Line("dinner"));
          return saga.await(ARRIVED);
        },
        why ->
            why.step().equals(COOK.name())
                ? saga.step(ORDER_IN, new Line("dinner"))
                : saga.await(PHONED));
    saga.step(DINE, new Line("together"));
  }

  private static void choose(SagaRun saga) {
    saga.attempt(
        "dinner",
        () -> saga.step(CHOOSY_COOK, new Line("dinner")),
        why -> {
          if (!why.code().equals("no-time")) {
            throw saga.refuse(why.code(), why.message());
          }
          return saga.step(ORDER_IN, new Line("dinner"));
        });
    saga.step(DINE, new Line("together"));
  }

  private static void feast(SagaRun saga) {
    saga.step(LAY_TABLE, new Line("for all"));
    Branch<Line> bread = saga.branch(() -> first(saga, BAKE, SLICE));
    Branch<Line> soup = saga.branch(() -> saga.step(BOIL, new Line("soup")));
    Branch<Line> wine = saga.branch(() -> first(saga, CHILL, POUR));
    Branch<Line> fish = saga.branch(() -> first(saga, SMOKE, CARVE));
    saga.join(Join.WAIT_FOR_ALL, bread, soup, wine, fish);
    saga.step(EAT, new Line("together"));
  }

  private static Line first(
      SagaRun saga, Step<Doing, Line, Line> step, Step<Doing, Line, Line> then) {
    return saga.step(then, saga.step(step, new Line("dish")));
  }

  private static void doAsAsked(SagaRun saga, Line asked) {
    saga.step(asked.text().equals("order in") ? ORDER_IN : CHOOSY_COOK, asked);
    saga.step(DINE, asked);
  }

  private record Told(SagaType<Line> type, BiConsumer<SagaRun, Line> story) implements Saga<Line> {

    Told(SagaType<Line> type, Consumer<SagaRun> story) {
      this(type, (saga, _) -> story.accept(saga));
    }

    @Override
    public void run(SagaRun saga, Line request) {
      story.accept(saga, request);
    }
  }

  private static Step<Doing, Line, Line> reversible(String name, Limits limits) {
    return Step.reversible(name, Doing.class, Doing::play, Doing::takeBack, limits);
  }

  private static SagaType<Line> type(String name, Duration deadline, Part... parts) {
    return begun(name).deadline(deadline).ifLost(SagaType.IfLost.UNDO).steps(parts);
  }

  private static SagaType.Shown<Line> begun(String name) {
    return SagaType.named(name, Line.class)
        .purpose("Goes rare ways.")
        .startedBy(new Line("go"), _ -> null);
  }
}
