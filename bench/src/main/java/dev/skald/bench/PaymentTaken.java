package dev.skald.bench;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/** The event that everybody stores. */
record PaymentTaken(
    UUID paymentId,
    String customer,
    BigDecimal amount,
    String currency,
    String reference,
    Instant takenAt,
    String note) {}
