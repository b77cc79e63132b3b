package dev.skald.projections.engine;

import dev.skald.domain.Money;
import dev.skald.domain.accounts.AccountEvent.AccountCredited;
import dev.skald.domain.accounts.AccountEvent.AccountDebited;
import dev.skald.domain.accounts.AccountEvent.AccountFrozen;
import dev.skald.domain.accounts.AccountEvent.AccountOpened;
import dev.skald.domain.accounts.AccountEvent.AccountUnfrozen;
import dev.skald.domain.accounts.AccountEvent.Cause;
import dev.skald.domain.accounts.AccountId;
import dev.skald.domain.accounts.TransferEvent.TransferBegun;
import dev.skald.domain.accounts.TransferEvent.TransferRecorded;
import dev.skald.domain.sagas.SagaEvent.SagaCompensated;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.domain.sagas.SagaEvent.SagaStarted;
import dev.skald.domain.sagas.SagaEvent.StepCompleted;
import dev.skald.domain.sagas.SagaEvent.StepRefused;
import dev.skald.domain.sagas.SagaEvent.UndoCompleted;
import dev.skald.projections.engine.OrderHistories.Told;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random but repeatable histories of accounts, transfers, orders, rides, content and sagas. */
final class Histories {

  private static final List<String> STEPS =
      List.of("debit-source", "credit-target", "record-transfer");

  private final Random random;
  private final Map<String, Money> balances = new HashMap<>();
  private int transfers;
  private int sagas;
  private int orders;
  private @Nullable OrderHistories orderHistories;
  private int rides;
  private int contents;
  private @Nullable RideHistories rideHistories;

  Histories(long seed) {
    this.random = new Random(seed);
  }

  /** Appends this many commands, each of one to three events, to about as many streams. */
  void append(World world, int commands, int accounts) {
    for (int i = 0; i < commands; i++) {
      switch (random.nextInt(10)) {
        case 0 -> saga(world);
        case 1 -> transfer(world);
        case 2 -> order(world);
        case 3 -> ride(world);
        case 4 -> content(world);
        default -> account(world, "a" + random.nextInt(accounts));
      }
    }
  }

  private void account(World world, String id) {
    List<Record> events = new ArrayList<>();
    Money balance = balances.get(id);
    if (balance == null) {
      balance = Money.of(random.nextBoolean() ? "0" : "100.00", "EUR");
      events.add(new AccountOpened("owner " + random.nextInt(5), "CURRENT", balance));
    }
    for (int i = random.nextInt(3); i >= 0; i--) {
      Money amount = Money.of(random.nextInt(1, 1000) + ".25", "EUR");
      switch (random.nextInt(4)) {
        case 0 -> {
          balance = balance.minus(amount);
          events.add(new AccountDebited(amount, balance, cause(Cause.Kind.TRANSFER)));
        }
        case 1 -> {
          events.add(new AccountFrozen("checks"));
          events.add(new AccountUnfrozen("checked"));
        }
        default -> {
          balance = balance.plus(amount);
          events.add(new AccountCredited(amount, balance, cause(Cause.Kind.DEPOSIT)));
        }
      }
    }
    balances.put(id, balance);
    world.append(dev.skald.eventstore.StreamId.of("account", id), events);
  }

  private Cause cause(Cause.Kind kind) {
    return new Cause(kind, "r" + random.nextInt(1000));
  }

  /** Done, undone, or recorded by an older build, which could do that twice. */
  private void transfer(World world) {
    String stream = "transfer-t" + transfers++;
    int kind = random.nextInt(4);
    AccountId source = new AccountId("a" + random.nextInt(9));
    if (kind != 0) {
      world.append(stream, new TransferBegun(source, Money.of("12.50", "EUR"), "s" + transfers));
    }
    if (kind != 1) {
      world.append(stream, recorded(source, "rent"));
    }
    if (kind == 0) {
      world.append(stream, recorded(source, "rent again"));
    }
  }

  private TransferRecorded recorded(AccountId source, String reference) {
    return new TransferRecorded(
        source, new AccountId("a" + random.nextInt(9)), Money.of("12.50", "EUR"), reference);
  }

  private void order(World world) {
    if (orderHistories == null) {
      orderHistories = new OrderHistories(world);
    }
    Told told =
        new Told(
            "o" + orders++, "c" + random.nextInt(4), "s" + random.nextInt(3), random.nextInt(1, 4));
    if (random.nextBoolean()) {
      orderHistories.shipped(told);
    } else {
      orderHistories.cancelled(told);
    }
  }

  private void ride(World world) {
    String ride = "r" + rides++;
    String driver = "d" + random.nextInt(3);
    if (random.nextBoolean()) {
      rideHistories(world).driven(ride, driver);
    } else {
      rideHistories(world).calledOff(ride, driver);
    }
  }

  private void content(World world) {
    String content = "f" + contents++;
    if (random.nextBoolean()) {
      rideHistories(world).published(content);
    } else {
      rideHistories(world).takenBack(content);
    }
  }

  private RideHistories rideHistories(World world) {
    RideHistories histories = rideHistories == null ? new RideHistories(world) : rideHistories;
    rideHistories = histories;
    return histories;
  }

  private void saga(World world) {
    String stream = "saga-account-transfer-s" + sagas++;
    world.append(
        stream, new SagaStarted("account-transfer", "t" + sagas, "hash", STEPS, null, null, null));
    world.append(
        stream, new StepCompleted("debit-source", 1, Map.of("balance", "1.00"), 1, null, null));
    if (random.nextBoolean()) {
      world.append(stream, new StepCompleted("credit-target", 2, Map.of(), 1, null, null));
      world.append(
          stream,
          new StepCompleted("record-transfer", 1, Map.of(), 1, null, null),
          new SagaCompleted());
    } else {
      world.append(
          stream, new StepRefused("credit-target", 1, "account-frozen", "is frozen", 1, null));
      world.append(stream, new UndoCompleted("debit-source", 1, true, 1));
      world.append(stream, new SagaCompensated("credit-target", "account-frozen", "is frozen"));
    }
  }
}
