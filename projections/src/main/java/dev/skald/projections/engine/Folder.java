package dev.skald.projections.engine;

import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import dev.skald.projections.engine.Checkpoints.Move;
import dev.skald.projections.engine.DeadLetter.Cause;
import dev.skald.projections.engine.DeadLetters.Poison;
import dev.skald.projections.engine.Decoder.Decoded;
import dev.skald.projections.engine.StreamVersions.Folded;
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
  private final StreamVersions versions;
  private final DeadLetters deadLetters;
  private final SetAside setAside;
  private final Planner planner;
  private final Decoder decoder;
  private final Applier applier;

  /** Whether events came one after the other lately. */
  private volatile boolean inOrder = true;

  Folder(Database database, Projection projection, EventStore log, EventTypeRegistry types) {
    this.database = database;
    this.projection = projection;
    this.versions = new StreamVersions(database, projection);
    this.deadLetters = new DeadLetters(database);
    this.setAside = new SetAside(database);
    this.planner = new Planner(log);
    this.decoder = new Decoder(types);
    this.applier = new Applier(database, projection);
  }

  /**
   * Most events come one after the other, and moving their streams proves it. Only where it does
   * not, the database is asked first how far they are.
   *
   * @throws Overtaken nothing was written, and the batch must be planned anew
   * @throws StandsBy this member may not fold at the moment
   */
  void fold(Batch batch) {
    boolean _ = fold(batch, Claim.NONE);
  }

  /** Answers whether what the batch claims holds; it is folded either way. */
  boolean fold(Batch batch, Claim claim) {
    LiveGround ground =
        new LiveGround(database, projection, batch.generation(), batch.moves(), claim);
    fold(batch, ground);
    return ground.claimHolds();
  }

  private void fold(Batch batch, Ground ground) {
    Map<StreamId, Folded> expected = Planner.expected(batch.events());
    if (inOrder) {
      try {
        fold(ground, planner.plan(batch.events(), expected), batch.foreign(), Set.of());
        return;
      } catch (Overtaken _) {
        inOrder = false;
      }
    }
    Map<StreamId, Folded> folded = versions.read(ground.schema(), expected.keySet());
    fold(ground, planner.plan(batch.events(), folded), batch.foreign(), parked(folded));
    inOrder =
        expected.entrySet().stream()
            .allMatch(
                stream ->
                    folded.getOrDefault(stream.getKey(), Folded.NOTHING).equals(stream.getValue()));
  }

  /** Into any set of tables, starting from how far it is there. */
  void fold(Ground ground, List<RecordedEvent> events) {
    Set<StreamId> streams = Planner.expected(events).keySet();
    Map<StreamId, Folded> folded = versions.read(ground.schema(), streams);
    fold(ground, planner.plan(events, folded), List.of(), parked(folded));
  }

  private static Set<StreamId> parked(Map<StreamId, Folded> folded) {
    return folded.entrySet().stream()
        .filter(stream -> stream.getValue().parked())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /**
   * @param parked streams whose events are passed over
   */
  private void fold(
      Ground ground, List<StreamWork> works, List<Incoming.Foreign> foreign, Set<StreamId> parked) {
    List<Decoded> streams = works.stream().map(decoder::decode).toList();
    try {
      inTransaction(ground, foreign, parked, _ -> applyTogether(streams));
    } catch (RuntimeException e) {
      if (!Failures.liesInTheEvent(e)) {
        throw e;
      }
      // Some event is poison. One at a time shows which; that is slow, but happens once, since its
      // stream is parked then.
      inTransaction(
          ground,
          foreign,
          parked,
          status -> streams.stream().map(decoded -> applyOneByOne(decoded, status)).toList());
    }
  }

  /**
   * Goes on with a parked stream. Its events are read while nobody can pass any of them over: a
   * batch that did so before has committed, and its events stand in the log.
   *
   * @param folded the version before the event it stopped at
   * @param skipFirst the event it stopped at is left out
   * @param settling settles its dead letter
   * @return whether it is parked again
   */
  boolean release(
      Ground ground, StreamId stream, long folded, boolean skipFirst, Settling settling) {
    return Boolean.TRUE.equals(
        database
            .transaction()
            .execute(
                status -> {
                  ground.enter();
                  versions.holdParked(stream, folded);
                  List<RecordedEvent> events = planner.behind(stream, folded);
                  int skipped = skipFirst ? Math.min(1, events.size()) : 0;
                  Decoded decoded =
                      decoder.decode(
                          new StreamWork(
                              stream,
                              skipFirst ? folded + 1 : folded,
                              events.subList(skipped, events.size())));
                  Result result = applyOneByOne(decoded, status);
                  versions.release(stream, folded, result.version(), result.poison() != null);
                  if (!settling.settle(result.poison())) {
                    throw new Overtaken(stream + " was settled by somebody else");
                  }
                  return result.poison() != null;
                }));
  }

  /** Says what became of a stream's dead letter once the stream was tried again. */
  interface Settling {

    /**
     * False where somebody else has settled it.
     *
     * @param again what stopped the stream this time
     */
    boolean settle(@Nullable Poison again);
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

  private void inTransaction(
      Ground ground,
      List<Incoming.Foreign> foreign,
      Set<StreamId> parked,
      Application application) {
    database
        .transaction()
        .executeWithoutResult(
            status -> {
              ground.enter();
              versions.proveParked(parked);
              setAside.keep(foreign);
              List<Result> results = application.apply(status);
              versions.move(results.stream().map(Result::move).toList());
              results.stream()
                  .map(Result::poison)
                  .filter(Objects::nonNull)
                  .forEach(
                      poison -> deadLetters.park(projection.name(), ground.generation(), poison));
            });
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
