package dev.skald.projections.engine;

import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.projections.engine.Applier.StreamFacts;
import dev.skald.projections.engine.DeadLetter.Cause;
import dev.skald.projections.engine.DeadLetters.Poison;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the events of a stream as records, up to the first that cannot be read. */
final class Decoder {

  /**
   * @param readable how many events could be read; what lies behind the poison is left alone
   */
  record Decoded(StreamWork work, int readable, StreamFacts facts, @Nullable Poison poison) {

    long version() {
      return readable == 0 ? work.folded() : work.events().get(readable - 1).version();
    }
  }

  private final EventTypeRegistry types;

  Decoder(EventTypeRegistry types) {
    this.types = types;
  }

  Decoded decode(StreamWork work) {
    List<Fact<Record>> facts = new ArrayList<>();
    int readable = 0;
    Poison poison = null;
    for (RecordedEvent event : work.events()) {
      try {
        types.decode(event).forEach(data -> facts.add(new Fact<>(data, event)));
        readable++;
      } catch (RuntimeException e) {
        poison = new Poison(event, Cause.CANNOT_READ, Failures.describe(e));
        break;
      }
    }
    return new Decoded(work, readable, facts(work, facts), poison);
  }

  static StreamFacts facts(StreamWork work, List<Fact<Record>> facts) {
    return new StreamFacts(
        work.stream().category(), work.stream().value(), work.stream().id(), facts);
  }
}
