package dev.skald.bench;

import dev.skald.domain.Address;
import dev.skald.domain.CustomerId;
import dev.skald.domain.Money;
import dev.skald.domain.OrderId;
import dev.skald.domain.Sku;
import dev.skald.domain.accounts.AccountEvent;
import dev.skald.domain.accounts.AccountEvent.AccountCredited;
import dev.skald.domain.accounts.AccountEvent.AccountDebited;
import dev.skald.domain.accounts.AccountEvent.AccountOpened;
import dev.skald.domain.accounts.AccountEvent.Cause;
import dev.skald.domain.accounts.AccountId;
import dev.skald.domain.accounts.TransferEvent;
import dev.skald.domain.accounts.TransferEvent.TransferBegun;
import dev.skald.domain.accounts.TransferEvent.TransferRecorded;
import dev.skald.domain.content.ContentEvent;
import dev.skald.domain.drivers.DriverEvent;
import dev.skald.domain.loyalty.PointsEvent;
import dev.skald.domain.loyalty.PointsEvent.PointsAwarded;
import dev.skald.domain.loyalty.PointsEvent.PointsRevoked;
import dev.skald.domain.notifications.NotificationEvent;
import dev.skald.domain.notifications.NotificationEvent.NotificationSent;
import dev.skald.domain.orders.OrderEvent;
import dev.skald.domain.orders.OrderEvent.Line;
import dev.skald.domain.orders.OrderEvent.OrderCancelled;
import dev.skald.domain.orders.OrderEvent.OrderValidated;
import dev.skald.domain.payments.PaymentEvent;
import dev.skald.domain.payments.PaymentEvent.PaymentRefunded;
import dev.skald.domain.payments.PaymentEvent.PaymentTaken;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.domain.sagas.SagaEvent.SagaStarted;
import dev.skald.domain.sagas.SagaEvent.StepCompleted;
import dev.skald.domain.shipping.ShipmentEvent;
import dev.skald.domain.shipping.ShipmentEvent.Parcel;
import dev.skald.domain.shipping.ShipmentEvent.ShipmentCreated;
import dev.skald.domain.stock.StockEvent;
import dev.skald.domain.stock.StockEvent.ProductOffered;
import dev.skald.domain.stock.StockEvent.StockCounted;
import dev.skald.domain.stock.StockEvent.StockReserved;
import dev.skald.domain.trips.TripEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What happens to one aggregate of each kind, from its first event to its last. */
final class Lives {

  /** All events of one stream. */
  @FunctionalInterface
  interface Life {
    List<Record> of(int number, SplittableRandom random);
  }

  static final Map<String, Life> BY_CATEGORY =
      Map.ofEntries(
          Map.entry(AccountEvent.CATEGORY, Lives::account),
          Map.entry(TransferEvent.CATEGORY, Lives::transfer),
          Map.entry(StockEvent.CATEGORY, Lives::product),
          Map.entry(OrderEvent.CATEGORY, Lives::order),
          Map.entry(PaymentEvent.CATEGORY, Lives::payment),
          Map.entry(PointsEvent.CATEGORY, Lives::points),
          Map.entry(ShipmentEvent.CATEGORY, Lives::shipment),
          Map.entry(NotificationEvent.CATEGORY, Lives::notification),
          Map.entry(DriverEvent.CATEGORY, RideLives::driver),
          Map.entry(TripEvent.CATEGORY, RideLives::trip),
          Map.entry(ContentEvent.CATEGORY, RideLives::content),
          Map.entry(SagaEvent.CATEGORY, Lives::saga));

  private static final int MOVEMENTS = 9;
  private static final Address HOME = new Address("Ada", "Main Street 1", "Bremen", "DE");
  private static final List<String> STEPS =
      List.of("debit-source", "credit-target", "record-transfer");

  private Lives() {}

  static AccountOpened opened(int number) {
    return new AccountOpened("owner " + number % 100, "CURRENT", Money.of("100.00", "EUR"));
  }

  static AccountCredited credited(int number, SplittableRandom random) {
    return new AccountCredited(
        money(random), money(random), new Cause(Cause.Kind.DEPOSIT, "cash " + number));
  }

  private static Money money(SplittableRandom random) {
    return Money.of(random.nextInt(1, 1_000) + ".25", "EUR");
  }

  private static CustomerId customer(SplittableRandom random) {
    return new CustomerId("c" + random.nextInt(1_000));
  }

  private static List<Record> account(int number, SplittableRandom random) {
    List<Record> events = new ArrayList<>(List.of(opened(number)));
    for (int i = 0; i < MOVEMENTS; i++) {
      events.add(
          random.nextBoolean()
              ? credited(number, random)
              : new AccountDebited(
                  money(random), money(random), new Cause(Cause.Kind.TRANSFER, "t" + i)));
    }
    return events;
  }

  private static List<Record> transfer(int number, SplittableRandom random) {
    AccountId source = new AccountId("a" + random.nextInt(1_000));
    AccountId target = new AccountId("a" + random.nextInt(1_000));
    Money amount = money(random);
    return List.of(
        new TransferBegun(source, amount, "account-transfer-" + number),
        new TransferRecorded(source, target, amount, "rent " + number));
  }

  private static List<Record> product(int number, SplittableRandom random) {
    List<Record> events = new ArrayList<>();
    events.add(new ProductOffered("A thing, number " + number, money(random)));
    events.add(new StockCounted(1_000));
    for (int i = 1; i <= MOVEMENTS; i++) {
      events.add(new StockReserved(new OrderId("o" + random.nextInt(10_000)), 1, i));
    }
    return events;
  }

  private static List<Record> order(int number, SplittableRandom random) {
    Line line = new Line(new Sku("s" + random.nextInt(100)), "A thing", 2, money(random));
    OrderValidated placed =
        new OrderValidated(customer(random), List.of(line), line.unitPrice().times(2), HOME);
    return number % 4 == 0 ? List.of(placed, new OrderCancelled()) : List.of(placed);
  }

  private static List<Record> payment(int number, SplittableRandom random) {
    Money amount = money(random);
    PaymentTaken taken = new PaymentTaken(customer(random), amount, "o" + number);
    return number % 4 == 0 ? List.of(taken, new PaymentRefunded(amount)) : List.of(taken);
  }

  private static List<Record> points(int number, SplittableRandom random) {
    CustomerId customer = customer(random);
    PointsAwarded awarded = new PointsAwarded(customer, 12);
    return number % 4 == 0 ? List.of(awarded, new PointsRevoked(customer, 12)) : List.of(awarded);
  }

  private static List<Record> shipment(int number, SplittableRandom random) {
    Parcel parcel = new Parcel(new Sku("s" + random.nextInt(100)), 2);
    return List.of(new ShipmentCreated(new OrderId("o" + number), List.of(parcel), HOME));
  }

  private static List<Record> notification(int number, SplittableRandom random) {
    return List.of(
        new NotificationSent(
            List.of(customer(random).value()), "Your order", "It is on its way.", "o" + number));
  }

  static SagaStarted started(int number, SplittableRandom random) {
    return new SagaStarted(
        "account-transfer",
        "t" + number,
        Long.toHexString(random.nextLong()),
        STEPS,
        Map.of("sourceAccountId", "a" + number, "targetAccountId", "b" + number),
        null,
        null);
  }

  static StepCompleted completed() {
    return completed(STEPS.getFirst());
  }

  private static StepCompleted completed(String step) {
    return new StepCompleted(step, 1, Map.of("balance", "1.00"), 1, null, null);
  }

  private static List<Record> saga(int number, SplittableRandom random) {
    List<Record> events = new ArrayList<>();
    events.add(started(number, random));
    STEPS.forEach(step -> events.add(completed(step)));
    events.add(new SagaCompleted());
    return events;
  }
}
