package dev.skald.projections.engine;

import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import dev.skald.projections.engine.Checkpoints.Move;
import dev.skald.projections.engine.DeadLetters.Cause;
import dev.skald.projections.engine.DeadLetters.Poison;
import dev.skald.projections.engine.Decoder.Decoded;
import dev.skald.projections.engine.Generations.Active;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionStatus;

/**
 * Folds a batch of events into the tables of one projection: rows, versions of streams and
 * checkpoints, all in one transaction or not at all.
 */
final class Folder {

  /**
   * @param generation the one the checkpoints were read of
   */
  record Batch(
      long generation,
      List<RecordedEvent> events,
      List<Incoming.Foreign> foreign,
      List<Move> moves) {}

  private final Database database;
  private final Projection projection;
  private final Generations generations;
  private final Checkpoints checkpoints;
  private final StreamVersions versions;
  private final DeadLetters deadLetters;
  private final SetAside setAside;
  private final Planner planner;
  private final Decoder decoder;
  private final Applier applier;

  Folder(Database database, Projection projection, EventStore log, EventTypeRegistry types) {
    this.database = database;
    this.projection = projection;
    this.generations = new Generations(database);
    this.checkpoints = new Checkpoints(database);
    this.versions = new StreamVersions(database, projection);
    this.deadLetters = new DeadLetters(database);
    this.setAside = new SetAside(database);
    this.planner = new Planner(log);
    this.decoder = new Decoder(types);
    this.applier = new Applier(database, projection);
  }

  /**
   * @throws Overtaken nothing was written, and the batch must be planned anew
   * @throws StandsBy this member may not fold at the moment
   */
  void fold(Batch batch) {
    List<Decoded> streams = plan(batch.events()).stream().map(decoder::decode).toList();
    try {
      inTransaction(batch, _ -> applyTogether(streams));
    } catch (RuntimeException e) {
      if (!Failures.liesInTheEvent(e)) {
        throw e;
      }
      // Some event is poison. One at a time shows which; that is slow, but happens once, since its
      // stream is parked then.
      inTransaction(
          batch,
          status -> streams.stream().map(decoded -> applyOneByOne(decoded, status)).toList());
    }
  }

  private List<StreamWork> plan(List<RecordedEvent> events) {
    Set<StreamId> streams =
        events.stream().map(RecordedEvent::streamId).collect(Collectors.toSet());
    return events.isEmpty()
        ? List.of()
        : planner.plan(events, versions.read("readmodels", streams));
  }

  /** Where a stream has got to, and what stopped it there. */
  private record Result(Decoded decoded, long version, @Nullable Poison poison) {
    StreamVersions.Move move() {
      StreamWork work = decoded.work();
      return new StreamVersions.Move(work.stream(), work.folded(), version, poison != null);
    }
  }

  private interface Application {
    List<Result> apply(TransactionStatus status);
  }

  private void inTransaction(Batch batch, Application application) {
    database
        .transaction()
        .executeWithoutResult(
            status -> {
              enter(batch.generation());
              checkpoints.move(projection.name(), batch.generation(), batch.moves());
              setAside.keep(batch.foreign());
              List<Result> results = application.apply(status);
              versions.move(results.stream().map(Result::move).toList());
              results.stream()
                  .map(Result::poison)
                  .filter(Objects::nonNull)
                  .forEach(
                      poison -> deadLetters.park(projection.name(), batch.generation(), poison));
            });
  }

  private void enter(long generation) {
    Active active = generations.enter(projection);
    if (active.generation() != generation) {
      throw new Overtaken(
          "%s is at generation %d, no longer %d"
              .formatted(projection.name(), active.generation(), generation));
    }
    active.check(projection);
  }

  private List<Result> applyTogether(Collection<Decoded> streams) {
    applier.apply(streams.stream().map(Decoded::facts).toList());
    return streams.stream()
        .map(decoded -> new Result(decoded, decoded.version(), decoded.poison()))
        .toList();
  }

  private Result applyOneByOne(Decoded decoded, TransactionStatus status) {
    Map<RecordedEvent, List<Fact<Record>>> facts =
        decoded.facts().facts().stream().collect(Collectors.groupingBy(Fact::recorded));
    long version = decoded.work().folded();
    for (RecordedEvent event : decoded.work().events().subList(0, decoded.readable())) {
      Poison poison = tryOne(decoded.work(), event, facts.getOrDefault(event, List.of()), status);
      if (poison != null) {
        return new Result(decoded, version, poison);
      }
      version = event.version();
    }
    return new Result(decoded, version, decoded.poison());
  }

  private @Nullable Poison tryOne(
      StreamWork work, RecordedEvent event, List<Fact<Record>> facts, TransactionStatus status) {
    Object savepoint = status.createSavepoint();
    try {
      applier.apply(List.of(Decoder.facts(work, facts)));
      status.releaseSavepoint(savepoint);
      return null;
    } catch (RuntimeException e) {
      if (!Failures.liesInTheEvent(e)) {
        throw e;
      }
      status.rollbackToSavepoint(savepoint);
      return new Poison(event, Cause.CANNOT_APPLY, Failures.describe(e));
    }
  }
}
