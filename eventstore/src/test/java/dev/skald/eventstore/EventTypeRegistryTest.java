package dev.skald.eventstore;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.eventstore.EventTypeRegistry.EventType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is known of types before the first event is written. */
class EventTypeRegistryTest {

  private sealed interface Card {
    record Issued(int amount) implements Card {}

    sealed interface Ended extends Card {}

    record Revoked(String why) implements Ended {}
  }

  private static final EventType ISSUED = new EventType("CardIssued", 1, Card.Issued.class);
  private static final EventType REVOKED = new EventType("CardRevoked", 1, Card.Revoked.class);

  @Test
  void all_records_of_a_sealed_type_must_be_registered() {
    EventTypeRegistry all = new EventTypeRegistry(List.of(ISSUED, REVOKED));
    EventTypeRegistry some = new EventTypeRegistry(List.of(ISSUED));

    assertThatNoException().isThrownBy(() -> all.require(Card.class));
    assertThatThrownBy(() -> some.require(Card.class))
        .hasMessage(
            "Revoked of Card are not registered; add them to the application's list of event types");
  }
}
