package dev.skald.activities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.OperatorAsked;
import dev.skald.domain.sagas.SagaEvent.StepCompleted;
import dev.skald.domain.sagas.SagaEvent.StepStarted;
import dev.skald.domain.sagas.SagaEvent.StepTryFailed;
import dev.skald.eventstore.Append;
import dev.skald.eventstore.EventStore;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.Saga;
import io.temporal.client.WorkflowStub;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What is told of a step's tries. */
class StepWatchTest {

  private static final Saga<?> TRANSFER = Sagas.find("account-transfer").orElseThrow();
  private static final PlainTransfer PLAIN = new PlainTransfer();
  private static final String MISHAP = Trouble.Mishap.class.getName();

  @Test
  void each_failed_try_is_told_with_what_went_wrong_and_no_try_is_spent_on_telling()
      throws Exception {
    try (TestTemporal temporal = new TestTemporal()) {
      String sagaId = TestTemporal.sagaId(TRANSFER, "watched");
      Setting setting = new Settings(temporal.participants).of(TRANSFER, "watched");
      temporal.faults.plan(sagaId, List.of(Trouble.at("debit-source", Fault.FAILS_FOR_NOW, 2)));

      TestTemporal.awaitEnd(temporal.begin(TRANSFER, "watched", setting.request()));

      List<SagaEvent> told =
          temporal.participants.get(SagaLog.class).events(sagaId).toList().subList(1, 5);
      assertThat(told)
          .satisfiesExactly(
              one ->
                  assertThat(one)
                      .isEqualTo(new StepTryFailed("debit-source", 1, 1, MISHAP, "not now")),
              two ->
                  assertThat(two)
                      .isInstanceOfSatisfying(
                          StepStarted.class, begun -> assertThat(begun.attempt()).isEqualTo(2)),
              three ->
                  assertThat(three)
                      .isEqualTo(new StepTryFailed("debit-source", 1, 2, MISHAP, "not now")),
              four ->
                  assertThat(four)
                      .isInstanceOfSatisfying(
                          StepCompleted.class, done -> assertThat(done.attempt()).isEqualTo(3)));
    }
  }

  @Test
  void what_the_first_try_could_not_record_the_next_one_does() throws Exception {
    AtomicBoolean away = new AtomicBoolean(true);
    Participants participants =
        Participants.inTemporal(
            Participants.newDatabase(), store -> awayForTheFirstBeginning(store, away));
    try (TestTemporal temporal = new TestTemporal(participants, TRANSFER)) {
      String sagaId = TestTemporal.sagaId(TRANSFER, "forgetful");
      Setting setting = new Settings(participants).of(TRANSFER, "forgetful");
      temporal.faults.plan(sagaId, List.of(Trouble.at("debit-source", Fault.FAILS_FOR_NOW, 1)));

      TestTemporal.awaitEnd(temporal.begin(TRANSFER, "forgetful", setting.request()));

      assertThat(away).isFalse();
      assertThat(
              temporal
                  .participants
                  .get(SagaLog.class)
                  .events(sagaId)
                  .filter(StepStarted.class::isInstance)
                  .map(StepStarted.class::cast))
          .singleElement()
          .satisfies(begun -> assertThat(begun.attempt()).isEqualTo(3));
    }
  }

  @Test
  void tries_after_an_operators_retry_are_told_as_those_before() throws Exception {
    Participants participants = Participants.inTemporal(Participants.newDatabase());
    try (TestTemporal temporal = new TestTemporal(participants, PLAIN)) {
      String sagaId = TestTemporal.sagaId(PLAIN, "retried");
      Setting setting = new Settings(participants).of(TRANSFER, "retried");
      temporal.faults.plan(sagaId, List.of(Trouble.at("debit", Fault.FAILS_FOR_NOW, 5)));

      WorkflowStub run = temporal.begin(PLAIN, "retried", setting.request());
      new SagaUnderTest(sagaId, run, participants).retryUntilItEnds();

      assertThat(
              participants
                  .get(SagaLog.class)
                  .events(sagaId)
                  .filter(StepTryFailed.class::isInstance)
                  .map(failed -> ((StepTryFailed) failed).attempt()))
          .containsExactly(1, 2, 1, 2, 1);
      assertThat(
              participants
                  .get(SagaLog.class)
                  .events(sagaId)
                  .filter(OperatorAsked.class::isInstance)
                  .map(asked -> ((OperatorAsked) asked).attempt()))
          .containsExactly(2, 2);
    }
  }

  private static EventStore awayForTheFirstBeginning(EventStore store, AtomicBoolean away) {
    return (EventStore)
        Proxy.newProxyInstance(
            EventStore.class.getClassLoader(),
            new Class<?>[] {EventStore.class},
            (_, method, arguments) -> {
              if (arguments != null
                  && arguments[0] instanceof Append append
                  && append.commandId().value().endsWith("/started")
                  && append.commandId().value().contains("/debit-source/")
                  && away.compareAndSet(true, false)) {
                throw new IllegalStateException("the store is away in a test");
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
