package dev.skald.activities.payments;

/** A payment did not work for now; it may later. */
final class PaymentUnavailable extends RuntimeException {
  PaymentUnavailable(String message) {
    super(message);
  }
}
