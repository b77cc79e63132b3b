package dev.skald.activities;

import dev.skald.activities.Foretold.GoneBack;
import dev.skald.activities.accounts.AccountCommands;
import dev.skald.activities.drivers.DriverCommands;
import dev.skald.domain.CustomerId;
import dev.skald.domain.Location;
import dev.skald.domain.Money;
import dev.skald.domain.OrderId;
import dev.skald.domain.RideId;
import dev.skald.domain.Sku;
import dev.skald.domain.VehicleType;
import dev.skald.domain.accounts.Account;
import dev.skald.domain.accounts.AccountEvent;
import dev.skald.domain.accounts.AccountId;
import dev.skald.domain.content.Content;
import dev.skald.domain.content.ContentEvent;
import dev.skald.domain.content.ContentId;
import dev.skald.domain.drivers.Driver;
import dev.skald.domain.drivers.DriverEvent;
import dev.skald.domain.drivers.DriverId;
import dev.skald.domain.drivers.DriverProfile;
import dev.skald.domain.loyalty.Award;
import dev.skald.domain.loyalty.PointsEvent;
import dev.skald.domain.orders.Order;
import dev.skald.domain.orders.OrderEvent;
import dev.skald.domain.payments.Payment;
import dev.skald.domain.payments.PaymentEvent;
import dev.skald.domain.stock.Product;
import dev.skald.domain.stock.StockEvent;
import dev.skald.workflows.accounttransfer.AccountTransfer;
import dev.skald.workflows.contentprocessing.ContentProcessing;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.orderprocessing.OrderProcessing;
import dev.skald.workflows.ridebooking.RideBooking;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Worlds in which the examples of the sagas can be done, each with ids of its own. */
final class Settings {

  private final Participants participants;

  Settings(Participants participants) {
    this.participants = participants;
  }

  /**
   * A saga that is not known here has no failure table yet.
   *
   * @param key the id of the business object, of which all other ids are made
   */
  Setting of(Saga<?> saga, String key) {
    return switch (saga.type().example()) {
      case AccountTransfer example -> transfer(example, key);
      case OrderProcessing example -> order(example, key);
      case RideBooking example -> ride(example, key);
      case ContentProcessing example -> content(example, key);
      case GiftSaga.Gift example -> gift(example, key);
      default ->
          throw new AssertionError(
              "saga '%s' has no setting: say here what must be there for its example to be done, what it changes, and which events come"
                  .formatted(saga.type().name()));
    };
  }

  private record Scenery(
      Record request,
      Now now,
      Function<List<GoneBack>, Map<String, Object>> whenDone,
      Map<String, Map<String, Object>> events)
      implements Setting {

    private interface Now {
      Map<String, Object> look();
    }

    Scenery(Record request, Now now, Map<String, Object> done) {
      this(request, now, _ -> done, Map.of());
    }

    @Override
    public Map<String, Object> world() {
      return now.look();
    }

    @Override
    public Map<String, Object> done(List<GoneBack> goneBack) {
      return whenDone.apply(goneBack);
    }
  }

  private Setting transfer(AccountTransfer example, String key) {
    AccountId source = new AccountId("source-" + key);
    AccountId target = new AccountId("target-" + key);
    Money before = Money.of("100.00", "EUR");
    open(source, before);
    open(target, before);
    return new Scenery(
        new AccountTransfer(key, source, target, example.amount(), example.reference()),
        () ->
            Map.of(
                "source", balance(source),
                "target", balance(target),
                "receipts", receipts(key)),
        Map.of(
            "source", before.minus(example.amount()),
            "target", before.plus(example.amount()),
            "receipts", 1));
  }

  /** A transfer that was undone has begun, and keeps its id; that is no receipt. */
  private int receipts(String transfer) {
    return Collections.frequency(participants.types("transfer-" + transfer), "TransferRecorded");
  }

  void open(AccountId account, Money balance) {
    done(
        participants
            .get(AccountCommands.class)
            .open(
                new AccountCommands.Request(account, "open", Participants.ORIGIN),
                "Owner",
                "checking",
                balance));
  }

  Money balance(AccountId account) {
    return fold("account-" + account, AccountEvent.class, Account.NONE, Account::evolve)
            instanceof Account.Existing(_, Money balance)
        ? balance
        : Money.of("0.00", "EUR");
  }

  private Setting order(OrderProcessing example, String key) {
    Sku sku = new Sku("sku-" + key);
    participants.offer(sku, "12.50", 10);
    int quantity = example.items().getFirst().quantity();
    return new Scenery(
        new OrderProcessing(
            new OrderId(key),
            new CustomerId("customer-" + key),
            List.of(new OrderProcessing.Item(sku, quantity)),
            example.payment(),
            example.shipTo()),
        () ->
            Map.of(
                "placed", isPlaced(key),
                "reserved", product(sku).reserved(),
                "paid", paid(key),
                "points", points(key),
                "shipments", participants.events("shipment-" + key).size()),
        Map.of(
            "placed",
            true,
            "reserved",
            (long) quantity,
            "paid",
            Money.of("12.50", "EUR").times(quantity).toString(),
            "points",
            25L,
            "shipments",
            1));
  }

  Product.Offered product(Sku sku) {
    return (Product.Offered)
        fold("product-" + sku, StockEvent.class, Product.NONE, Product::evolve);
  }

  private boolean isPlaced(String key) {
    return fold("order-" + key, OrderEvent.class, Order.NONE, Order::evolve)
        instanceof Order.Validated;
  }

  String paid(String key) {
    return fold("payment-" + key, PaymentEvent.class, Payment.NONE, Payment::evolve)
            instanceof Payment.Taken(Money amount)
        ? amount.toString()
        : "nothing";
  }

  private long points(String key) {
    return fold("points-" + key, PointsEvent.class, Award.NONE, Award::evolve)
            instanceof Award.Standing(_, long points)
        ? points
        : 0;
  }

  private Setting ride(RideBooking example, String key) {
    DriverId driver = new DriverId("driver-" + key);
    // A kind of vehicle of its own keeps other rides from taking the driver.
    VehicleType vehicle = new VehicleType("v" + key);
    var at = new Location(example.pickup().lat(), example.pickup().lon());
    done(
        participants
            .get(DriverCommands.class)
            .put(driver, new DriverProfile("Dora", vehicle, at, true), "put", Participants.ORIGIN));
    return new Scenery(
        new RideBooking(
            new RideId(key),
            example.passengerId(),
            example.pickup(),
            example.destination(),
            vehicle,
            example.payment()),
        () ->
            Map.of(
                "driver is on it", isOn(driver, new RideId(key)),
                "paid", !paid("ride-" + key).equals("nothing"),
                "trips", participants.events("trip-" + key).size()),
        Map.of("driver is on it", true, "paid", true, "trips", 1));
  }

  private boolean isOn(DriverId driver, RideId ride) {
    return fold("driver-" + driver, DriverEvent.class, Driver.NONE, Driver::evolve)
            instanceof Driver.Registered registered
        && registered.isOn(ride);
  }

  private Setting content(ContentProcessing example, String key) {
    return new Scenery(
        new ContentProcessing(
            new ContentId(key), example.title(), example.sourceUrl(), example.profiles()),
        () -> Map.of("parts", parts(key)),
        Map.of("parts", Set.of(Content.Part.values())));
  }

  private Object parts(String key) {
    return fold("content-" + key, ContentEvent.class, Content.NONE, Content::evolve)
            instanceof Content.Existing existing
        ? existing.parts()
        : "no content";
  }

  private Setting gift(GiftSaga.Gift example, String key) {
    AccountId giver = new AccountId("giver-" + key);
    AccountId receiver = new AccountId("receiver-" + key);
    Money before = Money.of("100.00", "EUR");
    open(giver, before);
    open(receiver, before);
    Money given = before.plus(example.amount());
    Money left = before.minus(example.amount());
    left = example.wrapped() ? left.minus(GiftSaga.FEE) : left;
    Map<String, Object> done = Map.of("giver", left, "receiver", given, "points", 25L);
    Map<String, Object> withoutThanks =
        Map.of("giver", left, "receiver", given.minus(GiftSaga.FEE), "points", 0L);
    Map<String, Object> notMember =
        Map.of("giver", left.minus(GiftSaga.FEE), "receiver", given, "points", 0L);
    return new Scenery(
        new GiftSaga.Gift(key, giver, receiver, example.amount(), example.wrapped()),
        () -> Map.of("giver", balance(giver), "receiver", balance(receiver), "points", points(key)),
        goneBack -> {
          if (goneBack.isEmpty()) {
            return done;
          }
          boolean member = !goneBack.getLast().why().code().equals(GiftSaga.NOT_MEMBER);
          return member ? withoutThanks : notMember;
        },
        Map.of(
            "gift-approved", Map.of("by", "carol"),
            "thanks-said", Map.of("by", "bob")));
  }

  private <S, E> S fold(String stream, Class<E> events, S initial, BiFunction<S, E, S> evolve) {
    S state = initial;
    for (Record fact : participants.facts(stream)) {
      state = evolve.apply(state, events.cast(fact));
    }
    return state;
  }

  private static void done(CommandResult result) {
    if (result instanceof CommandResult.Refused(var refusal)) {
      throw new AssertionError("refused: " + refusal);
    }
  }
}
