package dev.skald.workflows.ridebooking;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.skald.domain.CustomerId;
import dev.skald.domain.Place;
import dev.skald.domain.RideId;
import dev.skald.domain.VehicleType;
import dev.skald.domain.payments.PaymentId;
import dev.skald.domain.trips.Fare;
import dev.skald.domain.trips.TripPlan;
import dev.skald.workflows.engine.Backoff;
import dev.skald.workflows.engine.Limits;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaRun;
import dev.skald.workflows.engine.SagaType;
import dev.skald.workflows.engine.SagaType.IfLost;
import dev.skald.workflows.engine.Step;
import dev.skald.workflows.steps.DriverSteps;
import dev.skald.workflows.steps.DriverSteps.ReserveDriver;
import dev.skald.workflows.steps.DriverSteps.ReservedDriver;
import dev.skald.workflows.steps.NotificationSteps;
import dev.skald.workflows.steps.NotificationSteps.NotificationReceipt;
import dev.skald.workflows.steps.NotificationSteps.SendNotification;
import dev.skald.workflows.steps.PaymentSteps;
import dev.skald.workflows.steps.PaymentSteps.PaymentReceipt;
import dev.skald.workflows.steps.PaymentSteps.TakePayment;
import dev.skald.workflows.steps.TripSteps;
import dev.skald.workflows.steps.TripSteps.CreateTrip;
import dev.skald.workflows.steps.TripSteps.CreatedTrip;
import dev.skald.workflows.steps.TripSteps.Quote;
import dev.skald.workflows.steps.TripSteps.QuoteFare;
import java.util.List;

/** Nobody pays for a ride without a driver, and no driver sets out for one that is not paid. */
public final class RideBookingSaga implements Saga<RideBooking> {

  private static final Backoff BACKOFF = Backoff.exponential(ofMillis(100), ofSeconds(10));

  /** Our own database: short, and soon mended. */
  private static final Limits.Expected HERE = Limits.quick(ofSeconds(10)).usually(ofMillis(30));

  private static final Step<DriverSteps, ReserveDriver, ReservedDriver> RESERVE_DRIVER =
      Step.reversible(
              "reserve-driver",
              DriverSteps.class,
              DriverSteps::reserve,
              DriverSteps::release,
              HERE.tries(8, BACKOFF).thenCompensate())
          .refuses("no-driver");

  private static final Step<TripSteps, QuoteFare, Quote> QUOTE_FARE =
      Step.reading(
          "quote-fare",
          TripSteps.class,
          TripSteps::quoteFare,
          HERE.tries(8, BACKOFF).thenCompensate());

  private static final Step<PaymentSteps, TakePayment, PaymentReceipt> TAKE_PAYMENT =
      Step.reversible(
              "take-payment",
              PaymentSteps.class,
              PaymentSteps::take,
              PaymentSteps::refund,
              Limits.quick(ofSeconds(30)).usually(ofMillis(30)).tries(8, BACKOFF).thenCompensate())
          .refuses("payment-declined", "payment-exists");

  private static final Step<TripSteps, CreateTrip, CreatedTrip> CREATE_TRIP =
      Step.pivot("create-trip", TripSteps.class, TripSteps::create, HERE.triesWithoutEnd(BACKOFF));

  private static final Step<NotificationSteps, SendNotification, NotificationReceipt>
      NOTIFY_PARTICIPANTS =
          Step.optional(
              "notify-participants",
              NotificationSteps.class,
              NotificationSteps::send,
              HERE.tries(5, BACKOFF).thenGoOn());

  private static final SagaType<RideBooking> TYPE =
      SagaType.named("ride-booking", RideBooking.class)
          .purpose("Books a ride: a driver, a fare, a payment and a trip, or nothing at all.")
          .startedBy(
              new RideBooking(
                  new RideId("ride-1"),
                  "carol",
                  new Place("Alexanderplatz", 52.5219, 13.4132),
                  new Place("Airport", 52.3667, 13.5033),
                  new VehicleType("standard"),
                  new RideBooking.Payment("card-1")),
              ride -> ride.rideId() == null ? null : ride.rideId().value())
          .deadline(ofMinutes(10))
          .ifLost(IfLost.UNDO)
          .steps(RESERVE_DRIVER, QUOTE_FARE, TAKE_PAYMENT, CREATE_TRIP, NOTIFY_PARTICIPANTS);

  @Override
  public SagaType<RideBooking> type() {
    return TYPE;
  }

  @Override
  public void run(SagaRun saga, RideBooking request) {
    Ride ride = new Ride(saga.businessKey(), request);

    ReservedDriver driver = saga.step(RESERVE_DRIVER, ride.toReserve());
    Fare fare = saga.step(QUOTE_FARE, ride.toQuote()).fare();
    saga.step(TAKE_PAYMENT, ride.toPay(fare));
    saga.step(CREATE_TRIP, ride.toCreate(driver, fare));
    saga.optional(NOTIFY_PARTICIPANTS, ride.toNotify(driver, fare));
  }

  /** What a ride's steps are told. */
  private record Ride(String key, RideBooking request) {

    ReserveDriver toReserve() {
      return new ReserveDriver(id(), request.pickup(), request.vehicleType());
    }

    QuoteFare toQuote() {
      return new QuoteFare(id(), request.pickup(), request.destination(), request.vehicleType());
    }

    TakePayment toPay(Fare fare) {
      return new TakePayment(
          payment(),
          new CustomerId(request.passengerId()),
          fare.amount(),
          request.payment().token(),
          key);
    }

    CreateTrip toCreate(ReservedDriver driver, Fare fare) {
      return new CreateTrip(
          id(),
          new TripPlan(
              request.passengerId(),
              driver.driverId().value(),
              driver.name(),
              driver.vehicleType(),
              request.pickup(),
              request.destination(),
              fare,
              payment().value()));
    }

    SendNotification toNotify(ReservedDriver driver, Fare fare) {
      return new SendNotification(
          amongOthers(),
          List.of(request.passengerId(), driver.driverId().value()),
          "Your ride is booked",
          "%s picks up at %s and drives to %s for %s."
              .formatted(
                  driver.name(),
                  request.pickup().name(),
                  request.destination().name(),
                  fare.amount()),
          key);
    }

    private RideId id() {
      return new RideId(key);
    }

    private PaymentId payment() {
      return new PaymentId(amongOthers());
    }

    /** Orders are paid and confirmed as well, and one of them may have the id of this ride. */
    private String amongOthers() {
      return "ride-" + key;
    }
  }
}
