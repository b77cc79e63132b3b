package dev.skald.workflows.engine;

import dev.skald.workflows.engine.SagaRun.Branch;
import dev.skald.workflows.engine.SagaRun.Join;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The branches of a run. A failed one is told of when all that it is joined with have settled. */
final class Branches {

  /** Runs that gave a way up before left to itself what it had begun. */
  private static final String SETTLED_WITH_ITS_WAY = "skald:settled-with-its-way";

  private final Rounds rounds;
  private final List<Running<?>> open = new ArrayList<>();

  /** Those that failed, in the order in which they did. */
  private final List<Running<?>> failed = new ArrayList<>();

  Branches(Rounds rounds) {
    this.rounds = rounds;
  }

  private final class Running<A> implements Branch<A> {

    private final Path path = Path.current().ofBranch();
    private final CancellationScope scope;
    private final AtomicReference<@Nullable A> answer = new AtomicReference<>();
    private @Nullable Promise<Void> end;
    private @Nullable StepFailed failure;
    private Set<String> givenUp = rounds.givenUp();

    Running(Supplier<A> story) {
      scope =
          Workflow.newCancellationScope(
              () ->
                  end =
                      Async.procedure(() -> answer.set(path.walk(() -> told(story))))
                          .handle(
                              (_, ended) -> {
                                stopIfMistaken(ended);
                                return null;
                              }));
      scope.run();
    }

    private @Nullable A told(Supplier<A> story) {
      rounds.behind(givenUp);
      try {
        return story.get();
      } catch (StepFailed failed) {
        failure = failed;
        Branches.this.failed.add(this);
        return null;
      } finally {
        givenUp = rounds.givenUp();
      }
    }

    /** An exception would be kept until somebody joins; an error stops the run where it is. */
    private static void stopIfMistaken(@Nullable RuntimeException ended) {
      if (ended instanceof Forgotten || ended instanceof TemporalFailure) {
        throw ended;
      }
      if (ended != null) {
        throw new AssertionError("a branch cannot go on: " + ended.getMessage(), ended);
      }
    }

    boolean hasSettled() {
      return end != null && end.isCompleted();
    }

    /** Throws what is no failure of a step, but ends this telling of the story. */
    void checkSound() {
      if (end != null && end.getFailure() != null) {
        throw end.getFailure();
      }
    }

    @Override
    public A answer() {
      A known = answer.get();
      if (known == null) {
        throw new IllegalStateException("a branch has no answer before it is joined");
      }
      return known;
    }
  }

  <A> Branch<A> begin(Supplier<A> story) {
    Running<A> branch = new Running<>(story);
    open.add(branch);
    return branch;
  }

  void join(Join join, List<Branch<?>> joined) {
    List<Running<?>> branches = open.stream().filter(joined::contains).toList();
    if (branches.size() != joined.size()) {
      throw new IllegalStateException("a branch can be joined once, by the saga that began it");
    }
    await(join, branches);
    open.removeAll(branches);
    branches.forEach(Running::checkSound);
    branches.forEach(branch -> rounds.behind(branch.givenUp));
    failureOf(branches)
        .ifPresent(
            failure -> {
              throw failure;
            });
  }

  /** When the story has ended: what it left behind must settle before anything is undone. */
  void settle() {
    settle(List.copyOf(open), "the saga ended");
  }

  /** When a way is given up: what it began must settle before anything of it is undone. */
  void settle(Path way) {
    List<Running<?>> left = open.stream().filter(branch -> branch.path.isWithin(way)).toList();
    if (!left.isEmpty()
        && Workflow.getVersion(SETTLED_WITH_ITS_WAY, Workflow.DEFAULT_VERSION, 1) == 1) {
      settle(left, "its way failed");
    }
  }

  private void settle(List<Running<?>> left, String why) {
    left.forEach(branch -> branch.scope.cancel(why));
    Workflow.await(() -> left.stream().allMatch(Running::hasSettled));
    open.removeAll(left);
    left.forEach(Running::checkSound);
  }

  boolean isAnyOpen() {
    return !open.isEmpty();
  }

  private void await(Join join, List<Running<?>> branches) {
    Workflow.newDetachedCancellationScope(
            () -> {
              if (join == Join.FAIL_FAST) {
                Workflow.await(
                    () ->
                        branches.stream().allMatch(Running::hasSettled)
                            || branches.stream().anyMatch(failed::contains));
                if (branches.stream().anyMatch(failed::contains)) {
                  branches.forEach(branch -> branch.scope.cancel("another branch failed"));
                }
              }
              Workflow.await(() -> branches.stream().allMatch(Running::hasSettled));
            })
        .run();
  }

  /** The first that failed by itself; those that were cancelled for it only followed. */
  private Optional<StepFailed> failureOf(List<Running<?>> branches) {
    return failed.stream()
        .filter(branches::contains)
        .map(branch -> Objects.requireNonNull(branch.failure))
        .findFirst();
  }
}
