package dev.skald.domain;

import dev.skald.domain.accounts.AccountEvent;
import dev.skald.domain.accounts.TransferEvent;
import dev.skald.domain.sagas.SagaEvent;
import java.util.List;
import java.util.stream.Stream;

/** Every type of event that there is. */
public final class EventTypes {

  public static final List<EventType> ALL =
      Stream.of(AccountEvent.TYPES, TransferEvent.TYPES, SagaEvent.TYPES)
          .flatMap(List::stream)
          .toList();

  private EventTypes() {}
}
