package dev.skald.domain.accounts;

import dev.skald.domain.EventType;
import dev.skald.domain.Money;
import java.util.List;

/** What happens to one transfer: the stream {@code transfer-<transferId>}. */
public sealed interface TransferEvent {

  String CATEGORY = "transfer";

  List<EventType> TYPES =
      List.of(
          EventType.of("TransferBegun", 1, TransferBegun.class),
          EventType.of("TransferRecorded", 1, TransferRecorded.class));

  /**
   * Recorded together with the debit. It may still be undone; the id stays used.
   *
   * @param begunBy the saga that the id belongs to from now on
   */
  record TransferBegun(AccountId source, Money amount, String begunBy) implements TransferEvent {}

  /** It took place. */
  record TransferRecorded(AccountId source, AccountId target, Money amount, String reference)
      implements TransferEvent {}
}
