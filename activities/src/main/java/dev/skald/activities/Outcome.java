package dev.skald.activities;

import dev.skald.domain.Refusal;
import dev.skald.eventstore.Expected;
import dev.skald.eventstore.StreamId;
import java.util.List;

/** What doing a step comes to, before it is recorded: its answer and its facts, or a refusal. */
public sealed interface Outcome<A> {

  record Done<A>(A answer, List<Facts> facts) implements Outcome<A> {
    public Done {
      facts = List.copyOf(facts);
    }
  }

  record Refused<A>(Refusal refusal) implements Outcome<A> {}

  /** Events for one stream, and what the decision took for granted about it. */
  record Facts(StreamId stream, Expected expected, List<? extends Record> events) {
    public Facts {
      events = List.copyOf(events);
    }
  }
}
