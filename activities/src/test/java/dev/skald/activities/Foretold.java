package dev.skald.activities;

import dev.skald.workflows.engine.DeclaredStep;
import dev.skald.workflows.engine.Examples;
import dev.skald.workflows.engine.Nested;
import dev.skald.workflows.engine.OutsideEvent;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaFailure;
import dev.skald.workflows.engine.SagaRun;
import dev.skald.workflows.engine.Step;
import dev.skald.workflows.engine.StepKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What must come of a story where some of its steps stop it. It knows the rules and nothing of the
 * engine: no rounds, no log, and one branch after the other, as if all of them came to their ends.
 */
final class Foretold implements SagaRun {

  private final Tale tale;
  private final String prefix;

  private Foretold(Tale tale, String prefix) {
    this.tale = tale;
    this.prefix = prefix;
  }

  /** What was told so far. */
  private static final class Tale {
    final Map<String, Stop> stops;
    final boolean today;
    final Set<String> taken = new LinkedHashSet<>();
    final Set<String> onWays = new LinkedHashSet<>();
    final Map<String, Set<String>> beside = new LinkedHashMap<>();
    final List<GoneBack> goneBack = new ArrayList<>();
    final List<String> undone = new ArrayList<>();
    final Deque<String> due = new ArrayDeque<>();
    int ways;
    boolean forwardOnly;
    String last = "";

    /** Each stops the story once: a step that is taken again is done. */
    Tale(Map<String, Stop> stops, boolean today) {
      this.stops = new HashMap<>(stops);
      this.today = today;
    }

    void undoDownTo(int left) {
      while (due.size() > left) {
        undone.add(due.pop());
      }
    }
  }

  /** The story goes no further here. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Stop stop;

    Stopped(Stop stop) {
      super(stop.why().message(), null, false, false);
      this.stop = stop;
    }
  }

  /** It goes another way, from this savepoint. */
  record GoneBack(String savepoint, SagaFailure why) {}

  /**
   * How it ends.
   *
   * @param taken the steps, in order
   * @param onWays those of them that another way may be gone instead of
   * @param beside what is done in the branches beside a step
   * @param goneBack in order
   * @param undone in order, with what was undone on the way
   * @param atEnd how many of those were undone at the end
   */
  record Ending(
      boolean done,
      List<String> taken,
      Set<String> onWays,
      Map<String, Set<String>> beside,
      List<GoneBack> goneBack,
      List<String> undone,
      int atEnd) {}

  /**
   * Tells it.
   *
   * @param today false as a run has it that knows nothing of what has changed
   */
  static <R extends Record> Ending of(Saga<R> saga, Map<String, Stop> stops, boolean today) {
    Tale tale = new Tale(stops, today);
    boolean done = true;
    int onTheWay = 0;
    try {
      saga.run(new Foretold(tale, ""), saga.type().example());
    } catch (Stopped stopped) {
      done = false;
      onTheWay = tale.undone.size();
      tale.undoDownTo(0);
    }
    return new Ending(
        done,
        List.copyOf(tale.taken),
        tale.onWays,
        tale.beside,
        List.copyOf(tale.goneBack),
        List.copyOf(tale.undone),
        done ? 0 : tale.undone.size() - onTheWay);
  }

  @Override
  public String sagaId() {
    return "foretold";
  }

  @Override
  public String businessKey() {
    return "example";
  }

  @Override
  public <S, C extends Record, A extends Record> A step(Step<S, C, A> step, C command) {
    take(step);
    return Examples.of(step.answer());
  }

  @Override
  public <S, C extends Record, A extends Record> Optional<A> optional(
      Step<S, C, A> step, C command) {
    return take(step) ? Optional.of(Examples.of(step.answer())) : Optional.empty();
  }

  @Override
  public <A extends Record> A await(OutsideEvent<A> event) {
    take(event);
    return Examples.of(event.data());
  }

  /** Answers whether it is done. */
  private boolean take(DeclaredStep step) {
    String name = prefix + step.name();
    tale.last = name;
    tale.taken.add(name);
    if (tale.ways > 0) {
      tale.onWays.add(name);
    }
    @Nullable Stop stop = tale.stops.remove(name);
    if (stop != null && stop.certain()) {
      return goesOnWithout(step, stop);
    }
    if (step.hasUndo()) {
      tale.due.push(name);
    }
    tale.forwardOnly |= step.kind() == StepKind.PIVOT;
    return stop == null || goesOnWithout(step, stop);
  }

  /** Past the pivot nothing is called off. */
  private boolean goesOnWithout(DeclaredStep step, Stop stop) {
    if (stop.calledOff() && tale.forwardOnly) {
      return true;
    }
    if (stop.calledOff() || step.kind() != StepKind.OPTIONAL) {
      throw new Stopped(stop);
    }
    return false;
  }

  @Override
  public <R extends Record> void tell(Nested<R> nested, R request) {
    nested.saga().run(new Foretold(tale, prefix + nested.name() + "."), request);
  }

  private record Told<A>(@Nullable A told, @Nullable Stopped stopped, Set<String> steps)
      implements Branch<A> {
    @Override
    @SuppressWarnings("NullAway") // A story answers what it likes.
    public A answer() {
      return told;
    }
  }

  @Override
  public <A> Branch<A> branch(Supplier<A> story) {
    Set<String> before = Set.copyOf(tale.taken);
    @Nullable A answer = null;
    @Nullable Stopped stopped = null;
    try {
      answer = story.get();
    } catch (Stopped here) {
      stopped = here;
    }
    Set<String> steps = new LinkedHashSet<>(tale.taken);
    steps.removeAll(before);
    return new Told<>(answer, stopped, steps);
  }

  @Override
  public void join(Join join, Branch<?>... branches) {
    List<Told<?>> joined = new ArrayList<>();
    for (Branch<?> branch : branches) {
      joined.add((Told<?>) branch);
    }
    Set<String> all = new LinkedHashSet<>();
    joined.forEach(branch -> all.addAll(branch.steps()));
    for (Told<?> branch : joined) {
      Set<String> others = new LinkedHashSet<>(all);
      others.removeAll(branch.steps());
      branch.steps().forEach(step -> beside(step).addAll(others));
    }
    joined.forEach(Foretold::check);
  }

  private Set<String> beside(String step) {
    return tale.beside.computeIfAbsent(step, _ -> new LinkedHashSet<>());
  }

  private static void check(Told<?> branch) {
    if (branch.stopped() != null) {
      throw branch.stopped();
    }
  }

  @Override
  public <A> A attempt(String savepoint, Supplier<A> way, Function<SagaFailure, A> otherwise) {
    int standing = tale.due.size();
    Stop stop;
    tale.ways++;
    try {
      return way.get();
    } catch (Stopped stopped) {
      if (stopped.stop.calledOff()) {
        throw stopped;
      }
      stop = stopped.stop;
    } finally {
      tale.ways--;
    }
    tale.undoDownTo(standing);
    tale.goneBack.add(new GoneBack(savepoint, stop.why()));
    return otherwise.apply(stop.why());
  }

  @Override
  public RuntimeException refuse(String code, String message) {
    return new Stopped(new Stop(new SagaFailure(tale.last, code, message), true, false));
  }

  @Override
  public boolean knows(String change) {
    return tale.today;
  }
}
