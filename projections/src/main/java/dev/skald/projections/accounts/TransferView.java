package dev.skald.projections.accounts;

import dev.skald.domain.Money;
import dev.skald.domain.accounts.TransferEvent;
import dev.skald.domain.accounts.TransferEvent.TransferRecorded;
import dev.skald.projections.engine.Fact;
import java.time.Instant;

/** A transfer that took place. */
public record TransferView(
    String transferId,
    String sourceAccountId,
    String targetAccountId,
    Money amount,
    String reference,
    Instant recordedAt,
    long position) {

  /** What its only event tells. */
  public static TransferView of(Fact<TransferEvent> fact) {
    return switch (fact.event()) {
      case TransferRecorded recorded ->
          new TransferView(
              fact.id(),
              recorded.source().value(),
              recorded.target().value(),
              recorded.amount(),
              recorded.reference(),
              fact.at(),
              fact.position());
    };
  }
}
