package dev.skald.worker;

import dev.skald.domain.Money;
import dev.skald.workflows.engine.SagaJournal;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.steps.AccountSteps;
import io.temporal.activity.ActivityInterface;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Do what a transfer asks for, once they are let: until then every credit fails for now, but for
 * sagas that only make up the load.
 */
public final class Participants {

  /** What only older code asks for. */
  @ActivityInterface(namePrefix = "audit.")
  public interface Audit {
    void check(String sagaId);
  }

  /** So begin the ids of sagas that nobody holds up. */
  public static final String LOAD = "load-";

  private final Set<String> held = ConcurrentHashMap.newKeySet();
  private volatile boolean open;

  /** From now on all credits work. */
  public void open() {
    open = true;
  }

  /** How many sagas stand at their credit. */
  public int held() {
    return held.size();
  }

  public List<Object> activities() {
    Audit audit = _ -> {};
    return List.of(audit, of(AccountSteps.class), of(SagaJournal.class));
  }

  private Object of(Class<?> contract) {
    return Proxy.newProxyInstance(
        contract.getClassLoader(), new Class<?>[] {contract}, this::answer);
  }

  /** The same for every contract, so that it need not know all their methods. */
  private Object answer(Object proxy, Method method, Object[] arguments) {
    if (arguments != null && arguments[0] instanceof StepCall call) {
      if (method.getName().equals("credit") && !open && !call.sagaId().startsWith(LOAD)) {
        held.add(call.sagaId());
        throw new IllegalStateException("not yet");
      }
      return new StepAnswer<>(
          call.commandId(),
          method.getName().equals("recordTransfer")
              ? new AccountSteps.TransferReceipt("t")
              : new AccountSteps.Balance(Money.of("1.00", "EUR")),
          1);
    }
    return method.getReturnType() == long.class ? 1L : method.getName();
  }
}
