package dev.skald.activities;

import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.eventstore.Append;
import dev.skald.eventstore.CloseConflict;
import dev.skald.eventstore.CommandClosed;
import dev.skald.eventstore.CommandId;
import dev.skald.eventstore.Expected;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.workflows.engine.SagaJournal.Entry;
import java.util.List;

/**
 * How sagas end in their streams: completed, or undone after they turned back, and never both. The
 * turn closes the command under which a saga completes, so whichever is recorded first is true. And
 * so with each way: it is gone to its end, or it is given up.
 */
final class Endings {

  private final SagaLog log;

  Endings(SagaLog log) {
    this.log = log;
  }

  /** From now on the saga can only be undone; fails if it has completed. */
  static Append withoutCompletion(Append turn, String sagaId) {
    return turn.closing(completion(sagaId), false);
  }

  /** Refused if the saga has turned back. */
  long completed(Entry entry) {
    CommandId id = completion(entry.sagaId());
    try {
      return log.record(entry.sagaId(), id.value(), entry.start().origin(), new SagaCompleted());
    } catch (CommandClosed turned) {
      throw Refusals.sagaTurned(id.value());
    }
  }

  /** From now on the way is not given up by itself; refused if it was. */
  void gone(Entry entry, String turnId) {
    try {
      log.append(
          log.entry(entry.sagaId(), entry.commandId(), entry.start().origin())
              .closing(new CommandId(turnId), false));
    } catch (CloseConflict givenUp) {
      throw Refusals.wayGivenUp(entry.commandId());
    }
  }

  long undone(Entry entry, SagaEvent how) {
    CommandId completion = completion(entry.sagaId());
    Append append =
        log.entry(entry.sagaId(), completion + "/undone", entry.start().origin())
            .closing(completion, false)
            .to(SagaLog.stream(entry.sagaId()), Expected.any(), List.of((Record) how));
    try {
      return log.append(append);
    } catch (CloseConflict ended) {
      // Before turns closed it, both endings were recorded under it.
      return log.command(completion).orElseThrow(() -> ended).events().stream()
          .mapToLong(RecordedEvent::position)
          .max()
          .orElseThrow(() -> ended);
    }
  }

  private static CommandId completion(String sagaId) {
    return new CommandId(sagaId + "/ended");
  }
}
