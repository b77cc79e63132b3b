package dev.skald.eventstore;

import dev.skald.eventstore.EventTypeRegistry.EventType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events of nothing in particular. */
sealed interface TestEvents {

  record Opened(String owner, Currency currency) implements TestEvents {}

  record Deposited(BigDecimal amount, @Nullable Instant at) implements TestEvents {}

  record Noted(String text) implements TestEvents {}

  List<EventType> TYPES =
      List.of(
          new EventType("Opened", 1, Opened.class),
          new EventType("Deposited", 2, Deposited.class),
          new EventType("Noted", 1, Noted.class));

  static EventTypeRegistry registry() {
    return new EventTypeRegistry(TYPES);
  }

  static Noted noted(String text) {
    return new Noted(text);
  }

  static StreamId stream(String category) {
    return StreamId.of(category, UUID.randomUUID().toString());
  }

  /** A command of its own that appends one note. */
  static Append note(StreamId stream, Expected expected, String text) {
    return command("note-" + UUID.randomUUID()).to(stream, expected, List.of(noted(text)));
  }

  static Append command(String id) {
    return Append.of(new CommandId(id), Fingerprint.of("command " + id), Metadata.EMPTY);
  }
}
