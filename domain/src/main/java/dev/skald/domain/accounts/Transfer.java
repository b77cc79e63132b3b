package dev.skald.domain.accounts;

import dev.skald.domain.Decision;
import dev.skald.domain.Money;
import dev.skald.domain.accounts.TransferEvent.TransferBegun;
import dev.skald.domain.accounts.TransferEvent.TransferRecorded;

/** A transfer as its events have left it: whether its id is still to be had, or whose it is. */
public sealed interface Transfer {

  Transfer NONE = new None();

  record None() implements Transfer {}

  record Begun(String begunBy) implements Transfer {}

  /** Older builds recorded transfers that nobody had begun. */
  record Recorded() implements Transfer {}

  static Transfer evolve(Transfer transfer, TransferEvent event) {
    return switch (event) {
      case TransferBegun begun -> new Begun(begun.begunBy());
      case TransferRecorded _ -> new Recorded();
    };
  }

  /**
   * Claims the id, before any money moves. A saga that went back and takes the money anew has it
   * already.
   *
   * @param begunBy the saga
   */
  static Decision<TransferEvent> begin(
      Transfer transfer, AccountId source, Money amount, String begunBy) {
    return switch (transfer) {
      case None _ -> Decision.accept(new TransferBegun(source, amount, begunBy));
      case Begun(String other) when other.equals(begunBy) -> Decision.unchanged();
      case Begun(String other) -> exists("was begun by saga '%s'".formatted(other));
      case Recorded _ -> exists("took place");
    };
  }

  private static Decision<TransferEvent> exists(String what) {
    return Decision.refuse(
        "transfer-exists",
        "a transfer with this id %s before; an id serves one transfer, also if that was undone"
            .formatted(what));
  }
}
