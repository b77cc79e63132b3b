package dev.skald.projections.accounts;

import dev.skald.domain.Money;
import java.time.Instant;

/** A transfer that took place. */
public record TransferView(
    String transferId,
    String sourceAccountId,
    String targetAccountId,
    Money amount,
    String reference,
    Instant recordedAt,
    long position) {}
