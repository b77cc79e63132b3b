package dev.skald.workflows.engine;

import dev.skald.domain.Origin;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes what comes from outside from the first moment on: what comes along with a run's first task
 * is handed over before the run itself begins, and would be refused if nobody took it.
 */
final class Reception implements SagaControl {

  private @Nullable SagaControl saga;

  void opens(SagaControl begun) {
    saga = begun;
  }

  private SagaControl begun() {
    if (saga == null) {
      Workflow.await(() -> saga != null);
    }
    return Objects.requireNonNull(saga);
  }

  @Override
  public List<Ledger.Line> ledger() {
    return saga == null ? List.of() : saga.ledger();
  }

  @Override
  public UndoPlan undoPlan() {
    return saga == null ? new UndoPlan(List.of(), null) : saga.undoPlan();
  }

  @Override
  public CalledOff compensate(String reason, Origin origin) {
    return begun().compensate(reason, origin);
  }

  @Override
  public void checkCompensate(String reason, Origin origin) {
    if (saga != null) {
      saga.checkCompensate(reason, origin);
    }
  }

  @Override
  public void retry(String step, Decision decision) {
    begun().retry(step, decision);
  }

  @Override
  public void checkRetry(String step, Decision decision) {
    asking().checkRetry(step, decision);
  }

  @Override
  public void skip(String step, Decision decision) {
    begun().skip(step, decision);
  }

  @Override
  public void checkSkip(String step, Decision decision) {
    asking().checkSkip(step, decision);
  }

  @Override
  public void resolve(String step, Decision decision) {
    begun().resolve(step, decision);
  }

  @Override
  public void checkResolve(String step, Decision decision) {
    asking().checkResolve(step, decision);
  }

  private SagaControl asking() {
    if (saga == null) {
      throw new IllegalArgumentException("the saga waits for nobody: it has not begun yet");
    }
    return saga;
  }

  @Override
  public void eventReceived(String eventType) {
    begun().eventReceived(eventType);
  }
}
