package dev.skald.workflows.engine;

import dev.skald.domain.Origin;
import io.temporal.common.converter.EncodedValues;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.DynamicWorkflow;
import io.temporal.workflow.Workflow;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs any saga as a Temporal workflow. Every ending closes the run as completed, but for one: a
 * run that was cancelled by Temporal's own means always closes as cancelled, without its result.
 * How a saga ended is an event, so nothing is lost by that.
 */
public final class SagaWorkflow implements DynamicWorkflow {

  private final Map<String, Saga<?>> sagas;

  public SagaWorkflow(Collection<Saga<?>> sagas) {
    this.sagas =
        sagas.stream()
            .collect(Collectors.toUnmodifiableMap(saga -> saga.type().name(), Function.identity()));
  }

  @Override
  public Object execute(EncodedValues arguments) {
    String type = Workflow.getInfo().getWorkflowType();
    Saga<?> saga = sagas.get(type);
    if (saga == null) {
      throw new IllegalStateException(
          "no saga '%s' among %s: does this worker run older code?"
              .formatted(type, sagas.keySet()));
    }
    return new Execution(saga.type(), arguments.get(0, SagaStart.class)).run(saga, arguments);
  }

  /** The parts of one run, put together. */
  private static final class Execution implements SagaControl {

    private final Ledger ledger;
    private final Journal journal;
    private final Undos undos = new Undos();
    private final Conditions conditions;
    private final Operator operator;
    private final RunningSaga running;
    private @Nullable CancellationScope story;

    Execution(SagaType<?> type, SagaStart start) {
      ledger = new Ledger(type.steps());
      journal = new Journal(type, start);
      conditions = new Conditions(ledger);
      operator = new Operator(conditions);
      running = new RunningSaga(type, start, journal, ledger, undos, operator);
    }

    <R extends Record> SagaOutcome run(Saga<R> saga, EncodedValues arguments) {
      R request = arguments.get(1, saga.type().request());
      Workflow.registerListener(this);
      conditions.tell();
      AtomicReference<@Nullable StepFailed> failed = new AtomicReference<>();
      story =
          Workflow.newCancellationScope(
              () -> {
                try {
                  saga.run(running, request);
                } catch (StepFailed failure) {
                  failed.set(failure);
                }
              });
      AtomicReference<@Nullable SagaOutcome> outcome = new AtomicReference<>();
      Workflow.newDetachedCancellationScope(journal::started).run();
      story.run();
      Workflow.newDetachedCancellationScope(
              () -> {
                outcome.set(end(failed.get()));
                Workflow.await(Workflow::isEveryHandlerFinished);
              })
          .run();
      return Objects.requireNonNull(outcome.get());
    }

    private SagaOutcome end(@Nullable StepFailed failed) {
      if (failed == null) {
        long position = journal.completed();
        conditions.completed();
        return new SagaOutcome(SagaStatus.COMPLETED, null, position);
      }
      SagaFailure why = failed.failure();
      conditions.become(SagaStatus.COMPENSATING, why.step());
      boolean allUndone = new Unwinding(undos, ledger, journal, operator).run();
      long position = journal.compensated(why, allUndone);
      SagaStatus status = allUndone ? SagaStatus.COMPENSATED : SagaStatus.COMPENSATION_FAILED;
      conditions.become(status, why.step());
      return new SagaOutcome(status, why, position);
    }

    @Override
    public List<Ledger.Line> ledger() {
      return ledger.lines();
    }

    @Override
    public void compensate(String reason, Origin origin) {
      if (story != null) {
        story.cancel(reason);
      }
    }

    @Override
    public void checkCompensate(String reason, Origin origin) {
      if (conditions.status() != SagaStatus.RUNNING) {
        throw new IllegalArgumentException(
            "a saga that is %s cannot be called off".formatted(conditions.status()));
      }
      if (running.pivotBegun()) {
        throw new IllegalArgumentException("the saga is past its point of no return");
      }
    }

    @Override
    public void settle(String step, Settlement settlement) {
      operator.settle(step, settlement);
    }

    @Override
    public void checkSettle(String step, Settlement settlement) {
      operator.check(step);
      if (running.pivotBegun() && settlement.kind() != Settlement.Kind.RETRY) {
        throw new IllegalArgumentException(
            "'%s' comes after the point of no return and can only be retried".formatted(step));
      }
    }
  }
}
