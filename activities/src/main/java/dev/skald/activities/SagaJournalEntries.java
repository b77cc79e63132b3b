package dev.skald.activities;

import dev.skald.domain.Origin;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.SagaCompensated;
import dev.skald.domain.sagas.SagaEvent.SagaCompensationFailed;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.domain.sagas.SagaEvent.SagaStarted;
import dev.skald.domain.sagas.SagaEvent.StepFailed;
import dev.skald.domain.sagas.SagaEvent.UndoFailed;
import dev.skald.domain.sagas.SagaEvent.UndoSettled;
import dev.skald.eventstore.Append;
import dev.skald.eventstore.CommandId;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.Expected;
import dev.skald.eventstore.Fingerprint;
import dev.skald.eventstore.StreamId;
import dev.skald.workflows.engine.SagaFailure;
import dev.skald.workflows.engine.SagaJournal;
import dev.skald.workflows.engine.Settlement;
import java.util.List;

/** Writes a saga's own entries into its stream, each once under its command id. */
public final class SagaJournalEntries implements SagaJournal {

  private final EventStore store;

  public SagaJournalEntries(EventStore store) {
    this.store = store;
  }

  @Override
  public void started(Entry entry, List<String> steps) {
    record(
        entry,
        entry.start().origin(),
        new SagaStarted(
            entry.sagaType(),
            entry.start().businessKey(),
            entry.start().requestHash(),
            steps,
            null,
            null,
            null));
  }

  @Override
  public void stepFailed(Entry entry, SagaFailure failure) {
    record(entry, new StepFailed(failure.step(), failure.code(), failure.message(), 1));
  }

  @Override
  public void undoFailed(Entry entry, SagaFailure failure) {
    record(entry, new UndoFailed(failure.step(), failure.code(), failure.message(), 1, 1));
  }

  @Override
  public void undoSettled(Entry entry, String step, Settlement settlement) {
    record(
        entry,
        settlement.origin(),
        new UndoSettled(step, settlement.kind().name(), settlement.reason(), 1));
  }

  @Override
  public long completed(Entry entry) {
    return record(entry, new SagaCompleted());
  }

  @Override
  public long compensated(Entry entry, SagaFailure why, boolean allUndone) {
    return record(
        entry,
        allUndone
            ? new SagaCompensated(why.step(), why.code(), why.message())
            : new SagaCompensationFailed(why.step(), why.code(), why.message()));
  }

  private <E extends Record & SagaEvent> long record(Entry entry, E event) {
    return record(entry, entry.start().origin(), event);
  }

  private <E extends Record & SagaEvent> long record(Entry entry, Origin origin, E event) {
    Append append =
        Append.of(
                new CommandId(entry.commandId()),
                Fingerprint.of(entry.commandId()),
                Origins.metadata(origin, entry.sagaId(), entry.commandId()))
            .to(StreamId.of(SagaEvent.CATEGORY, entry.sagaId()), Expected.any(), List.of(event));
    return store.append(append).position();
  }
}
