package dev.skald.projections.accounts;

import dev.skald.domain.Money;
import dev.skald.domain.accounts.TransferEvent;
import dev.skald.domain.accounts.TransferEvent.TransferBegun;
import dev.skald.domain.accounts.TransferEvent.TransferRecorded;
import dev.skald.projections.engine.Fact;
import java.time.Instant;
import java.util.Optional;

/** A transfer that took place. */
public record TransferView(
    String transferId,
    String sourceAccountId,
    String targetAccountId,
    Money amount,
    String reference,
    Instant recordedAt,
    long position) {

  /** What an event shows: nothing, before the transfer took place. */
  public static Optional<TransferView> of(Fact<TransferEvent> fact) {
    return switch (fact.event()) {
      case TransferBegun _ -> Optional.empty();
      case TransferRecorded recorded ->
          Optional.of(
              new TransferView(
                  fact.id(),
                  recorded.source().value(),
                  recorded.target().value(),
                  recorded.amount(),
                  recorded.reference(),
                  fact.at(),
                  fact.position()));
    };
  }
}
