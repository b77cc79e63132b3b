package dev.skald.projections.engine;

import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.projections.engine.Applier.StreamFacts;
import dev.skald.projections.engine.DeadLetter.Cause;
import dev.skald.projections.engine.DeadLetters.Poison;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
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

  private static final String NUL = "\\u0000";

  /** Behind an even number of backslashes, which stand for themselves. */
  private static final Pattern ESCAPED_NUL = Pattern.compile("(?<!\\\\)((?:\\\\{2})*)\\\\u0000");

  private final EventTypeRegistry types;

  Decoder(EventTypeRegistry types) {
    this.types = types;
  }

  Decoded decode(StreamWork work) {
    List<Fact<Record>> facts = new ArrayList<>();
    int readable = 0;
    Poison poison = null;
    for (RecordedEvent event : work.events()) {
      if (!types.knows(event)) {
        poison = unknown(event);
        break;
      }
      try {
        types.decode(storable(event)).forEach(data -> facts.add(new Fact<>(data, event)));
        readable++;
      } catch (RuntimeException e) {
        poison = new Poison(event, Cause.CANNOT_READ, Failures.describe(e));
        break;
      }
    }
    return new Decoded(work, readable, facts(work, facts), poison);
  }

  private static Poison unknown(RecordedEvent event) {
    return new Poison(
        event,
        Cause.UNKNOWN_TYPE,
        "this build knows no event '%s': a program with the build that wrote it goes on by itself"
            .formatted(event.type()));
  }

  /** Postgres takes no NUL in a text. The log does, escaped; read models show its replacement. */
  private static RecordedEvent storable(RecordedEvent event) {
    return event.data().contains(NUL)
        ? event.withData(ESCAPED_NUL.matcher(event.data()).replaceAll("$1\\\\uFFFD"))
        : event;
  }

  static StreamFacts facts(StreamWork work, List<Fact<Record>> facts) {
    return new StreamFacts(
        work.stream().category(), work.stream().value(), work.stream().id(), facts);
  }
}
