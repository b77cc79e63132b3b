package dev.skald.projections;

import dev.skald.projections.engine.DeadLetter;
import dev.skald.projections.engine.DeadLetterDesk;
import org.jspecify.annotations.Nullable;

/** Lists parked streams: those of the relay, then those of projections, newest first. */
public final class DeadLetterQueries {

  private final DeadLetterDesk desk;

  DeadLetterQueries(DeadLetterDesk desk) {
    this.desk = desk;
  }

  public Page<DeadLetter> deadLetters(
      @Nullable String projection, int limit, @Nullable String cursor) {
    return Page.of(
        desk.list(projection, Cursor.position(cursor, DeadLetterDesk.BEGIN), limit + 1),
        limit,
        DeadLetter::place);
  }
}
