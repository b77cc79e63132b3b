package dev.skald.domain.accounts;

import dev.skald.domain.EventType;
import dev.skald.domain.Money;
import java.util.List;

/** A transfer that took place: the stream {@code transfer-<transferId>}. */
public sealed interface TransferEvent {

  String CATEGORY = "transfer";

  List<EventType> TYPES = List.of(EventType.of("TransferRecorded", 1, TransferRecorded.class));

  record TransferRecorded(AccountId source, AccountId target, Money amount, String reference)
      implements TransferEvent {}
}
