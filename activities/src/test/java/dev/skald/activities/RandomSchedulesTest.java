package dev.skald.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skald.domain.CustomerId;
import dev.skald.domain.Money;
import dev.skald.domain.OrderId;
import dev.skald.domain.Sku;
import dev.skald.domain.accounts.AccountId;
import dev.skald.domain.sagas.SagaEvent.SagaCompensated;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.stack.testing.TestServers;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.accounttransfer.AccountTransfer;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.orderprocessing.OrderProcessing;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many at once, on the same few accounts and one product that runs out, with faults thrown in. The
 * in-process server is stuck now and then when a step is cancelled as it ends, so this one is the
 * real one.
 */
class RandomSchedulesTest {

  private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("skald.soak", 4));
  private static final long SEED = Long.getLong("skald.seed", System.nanoTime());

  private static final String KEY = Long.toString(SEED, Character.MAX_RADIX) + "-%d-%d";

  private static final Saga<?> TRANSFER = Sagas.find("account-transfer").orElseThrow();
  private static final Saga<?> ORDER = Sagas.find("order-processing").orElseThrow();
  private static final List<AccountId> ACCOUNTS =
      Stream.of("a", "b", "c").map(AccountId::new).toList();
  private static final Money OPENING = Money.of("60.00", "EUR");
  private static final Sku HOT = new Sku("hot");
  private static final int ON_HAND = 40;
  private static final int CALLERS = 8;
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(600);

  /** What a fault leaves to chance, sagas get over or turn back from. */
  private static final List<Fault> FAULTS = List.copyOf(Fault.OF_ONE_SAGA);

  private final long end = System.nanoTime() + LENGTH.toNanos();

  /** A saga that was begun, and what it was to move. */
  private record Begun(String sagaId, Record request) {}

  @Test
  @Timeout(3600)
  void money_and_stock_are_conserved_and_every_saga_ends_whatever_is_thrown_at_it()
      throws Exception {
    System.out.printf(
        "RandomSchedulesTest -Dskald.seed=%d -Dskald.soak=%d%n", SEED, LENGTH.toSeconds());
    Optional<String> server = TestServers.temporal();
    assumeTrue(server.isPresent(), "Temporal's server is not built here: `./skald up` makes it");
    try (TestTemporal temporal = TestTemporal.onServer(server.get())) {
      Settings settings = new Settings(temporal.participants);
      ACCOUNTS.forEach(account -> settings.open(account, OPENING));
      temporal.participants.offer(HOT, "5.00", ON_HAND);

      List<Begun> begun = Callers.atOnce(CALLERS, caller -> callWhileThereIsTime(temporal, caller));
      System.out.printf("RandomSchedulesTest played %d sagas%n", begun.size());

      Map<String, SagaRecord> records = SagaRecord.all(temporal.participants);
      for (Begun one : begun) {
        SagaRecord saga = Objects.requireNonNull(records.get(one.sagaId()), one.sagaId());
        assertThat(saga.ending()).as(one.sagaId()).isIn(SagaCompleted.class, SagaCompensated.class);
        saga.checkOnce();
        saga.checkReverseOrder();
      }
      checkMoney(settings, begun, records);
      checkStock(settings, begun, records);
    }
  }

  private List<Begun> callWhileThereIsTime(TestTemporal temporal, int caller) throws Exception {
    Random random = new Random(SEED + caller);
    List<Begun> begun = new ArrayList<>();
    do {
      begun.add(call(temporal, KEY.formatted(caller, begun.size()), random));
    } while (System.nanoTime() < end);
    return begun;
  }

  private static Begun call(TestTemporal temporal, String key, Random random) throws Exception {
    boolean transfer = random.nextBoolean();
    Saga<?> saga = transfer ? TRANSFER : ORDER;
    Record request = transfer ? transfer(key, random) : order(key, random);
    String sagaId = TestTemporal.sagaId(saga, key);
    List<Trouble> troubles = troubles(saga, random);
    temporal.faults.plan(sagaId, troubles);
    WorkflowStub run = temporal.begin(saga, key, request);
    SagaUnderTest begun = new SagaUnderTest(sagaId, run, temporal.participants);
    LockSupport.parkNanos(random.nextLong(LONGEST_PAUSE.toNanos()));
    if (random.nextInt(4) == 0) {
      begun.callOff();
    }
    troubles.forEach(Trouble::letGo);
    begun.retryUntilItEnds();
    return new Begun(sagaId, request);
  }

  private static AccountTransfer transfer(String key, Random random) {
    int source = random.nextInt(ACCOUNTS.size());
    int target = (source + 1 + random.nextInt(ACCOUNTS.size() - 1)) % ACCOUNTS.size();
    Money amount = Money.of(1 + random.nextInt(30) + ".00", "EUR");
    return new AccountTransfer(
        key, ACCOUNTS.get(source), ACCOUNTS.get(target), amount, "at random");
  }

  private static OrderProcessing order(String key, Random random) {
    OrderProcessing example = (OrderProcessing) ORDER.type().example();
    return new OrderProcessing(
        new OrderId(key),
        new CustomerId("customer"),
        List.of(new OrderProcessing.Item(HOT, 1 + random.nextInt(3))),
        example.payment(),
        example.shipTo());
  }

  /** One step in three has some, and one undo in three. */
  private static List<Trouble> troubles(Saga<?> saga, Random random) {
    Story story = Story.of(saga);
    List<Trouble> troubles = new ArrayList<>();
    for (String step : story.steps()) {
      if (random.nextInt(3) == 0) {
        troubles.add(Trouble.at(step, any(random), 1 + random.nextInt(9)));
      }
    }
    for (String step : story.undoable()) {
      if (random.nextInt(3) == 0) {
        troubles.add(Trouble.atUndo(step, any(random), 1 + random.nextInt(3)));
      }
    }
    return troubles;
  }

  private static Fault any(Random random) {
    return FAULTS.get(random.nextInt(FAULTS.size()));
  }

  private static void checkMoney(
      Settings settings, List<Begun> begun, Map<String, SagaRecord> records) {
    for (AccountId account : ACCOUNTS) {
      Money expected = OPENING;
      for (Begun one : begun) {
        if (one.request() instanceof AccountTransfer transfer && isDone(one, records)) {
          expected =
              transfer.sourceAccountId().equals(account)
                  ? expected.minus(transfer.amount())
                  : transfer.targetAccountId().equals(account)
                      ? expected.plus(transfer.amount())
                      : expected;
        }
      }
      assertThat(settings.balance(account)).as("balance of %s", account).isEqualTo(expected);
      assertThat(expected.isNegative()).isFalse();
    }
  }

  private static void checkStock(
      Settings settings, List<Begun> begun, Map<String, SagaRecord> records) {
    long sold = 0;
    for (Begun one : begun) {
      if (one.request() instanceof OrderProcessing order) {
        String key = order.orderId() == null ? "" : order.orderId().value();
        int quantity = order.items().getFirst().quantity();
        sold += isDone(one, records) ? quantity : 0;
        assertThat(settings.paid(key))
            .isEqualTo(
                isDone(one, records)
                    ? Money.of("5.00", "EUR").times(quantity).toString()
                    : "nothing");
      }
    }
    assertThat(settings.product(HOT).reserved()).isEqualTo(sold).isLessThanOrEqualTo(ON_HAND);
  }

  private static boolean isDone(Begun one, Map<String, SagaRecord> records) {
    return Objects.requireNonNull(records.get(one.sagaId()), one.sagaId()).ending()
        == SagaCompleted.class;
  }
}
