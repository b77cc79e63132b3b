package dev.skald.workflows.engine;

import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/** A run as its story sees it, or as the story of a nested saga does. */
final class RunningSaga implements SagaRun {

  private final RunState run;
  private final StepTaker steps;
  private final EventTaker events;
  private final Branches branches;
  private final CallingOff callingOff;
  private final String prefix;
  private final String businessKey;

  RunningSaga(
      RunState run,
      StepTaker steps,
      EventTaker events,
      Branches branches,
      CallingOff callingOff,
      String prefix,
      String businessKey) {
    this.run = run;
    this.steps = steps;
    this.events = events;
    this.branches = branches;
    this.callingOff = callingOff;
    this.prefix = prefix;
    this.businessKey = businessKey;
  }

  @Override
  public String sagaId() {
    return Workflow.getInfo().getWorkflowId();
  }

  @Override
  public String businessKey() {
    return businessKey;
  }

  @Override
  public <S, C extends Record, A extends Record> A step(Step<S, C, A> step, C command) {
    String name = prefix + step.name();
    return switch (step.kind()) {
      case REVERSIBLE -> steps.reversible(step, name, command);
      case PIVOT -> steps.pivot(step, name, command);
      case FORWARD -> steps.forward(step, name, command);
      case OPTIONAL ->
          throw new IllegalStateException(
              "'%s' is optional and may have no answer: take it with saga.optional(...)"
                  .formatted(name));
    };
  }

  @Override
  public <S, C extends Record, A extends Record> Optional<A> optional(
      Step<S, C, A> step, C command) {
    String name = prefix + step.name();
    if (step.kind() != StepKind.OPTIONAL) {
      throw new IllegalStateException(
          "'%s' is not optional: take it with saga.step(...)".formatted(name));
    }
    return steps.optional(step, name, command);
  }

  @Override
  public <A extends Record> A await(OutsideEvent<A> event) {
    return events.take(event, prefix + event.name());
  }

  @Override
  public <R extends Record> void tell(Nested<R> nested, R request) {
    String key =
        nested.saga().type().businessKey().apply(request).orElse(businessKey + "-" + nested.name());
    RunningSaga inner =
        new RunningSaga(
            run, steps, events, branches, callingOff, prefix + nested.name() + ".", key);
    nested.saga().run(inner, request);
  }

  @Override
  public <A> Branch<A> branch(Supplier<A> story) {
    return branches.begin(story);
  }

  @Override
  public void join(Join join, Branch<?>... joined) {
    branches.join(join, List.of(joined));
  }

  @Override
  public <A> A attempt(String savepoint, Supplier<A> way, Function<SagaFailure, A> otherwise) {
    run.rules.savepoint(savepoint);
    Path path = Path.current().savepoint(savepoint);
    StepFailed failed;
    try {
      A answer = path.walk(way);
      if (run.endsHere(path)) {
        return answer;
      }
      failed = run.refused("way-given-up", "the way had been given up");
    } catch (StepFailed failure) {
      if (failure.calledOff()) {
        throw failure;
      }
      failed = failure;
    }
    SagaFailure why = rollBack(path, failed.failure());
    callingOff.checkOtherWay(why.step());
    return otherwise.apply(why);
  }

  @Override
  public RuntimeException refuse(String code, String message) {
    run.rules.refuse(code);
    return run.refused(code, message);
  }

  @Override
  public boolean knows(String change) {
    Part.checkName(change);
    return Workflow.getVersion(prefix + change, Workflow.DEFAULT_VERSION, 1) == 1;
  }

  /** Answers why, as the log has it: a lost task may have gone another way because of it. */
  private SagaFailure rollBack(Path savepoint, SagaFailure failure) {
    AtomicReference<SagaFailure> reason = new AtomicReference<>(failure);
    Workflow.newDetachedCancellationScope(
            () -> {
              branches.settle(savepoint);
              run.conditions.become(SagaStatus.COMPENSATING, failure.step());
              Turned turned = run.wayBack.to(savepoint, failure);
              SagaFailure why = turned.why();
              reason.set(why);
              boolean allUndone = new Unwinding(run).run(turned.due());
              if (!allUndone || run.gaveUp) {
                run.gaveUp = true;
                throw new StepFailed(why, true);
              }
              run.journal.rolledBack(savepoint.name());
              run.backAt(savepoint, turned);
              run.conditions.become(SagaStatus.RUNNING, why.step());
            })
        .run();
    return reason.get();
  }
}
