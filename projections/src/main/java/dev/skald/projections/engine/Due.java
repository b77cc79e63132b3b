package dev.skald.projections.engine;

import dev.skald.eventstore.RecordedEvent;
import dev.skald.projections.engine.Checkpoints.Checkpoint;
import dev.skald.projections.engine.Folder.Batch;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * What one projection has yet to fold of what was relayed here, by position. It only ever claims
 * what follows from an earlier claim, and the database compares that: where it has lost something,
 * or somebody else folds, no claim holds until all of it was found to be folded by other means.
 */
final class Due {

  /** With more, it begins anew. */
  private static final int MOST = 10_000;

  private static final long STUCK = Duration.ofMillis(200).toNanos();

  private final Set<String> categories;
  private final NavigableSet<Long> positions = new TreeSet<>();

  /** Of these, what was folded here, but could not be claimed yet. */
  private final Set<Long> ahead = new HashSet<>();

  private final Map<TopicPartition, Checkpoint> movedAhead = new HashMap<>();
  private long known = -1;
  private long claimed;
  private long generation;
  private long lastClaim = System.nanoTime() - STUCK;

  Due(Projection projection) {
    this.categories = Set.copyOf(projection.categories());
  }

  synchronized void sending(long from, List<RecordedEvent> events, long to) {
    if (from > known) {
      beginAt(from);
    }
    events.stream()
        .filter(event -> event.position() > claimed)
        .filter(event -> categories.contains(event.streamId().category()))
        .forEach(event -> positions.add(event.position()));
    known = Math.max(known, to);
    if (positions.size() > MOST) {
      beginAt(known);
    }
  }

  private void beginAt(long position) {
    positions.clear();
    forgetAhead();
    known = position;
    claimed = position;
  }

  /** What was folded and not claimed yet may be lost, or will be folded once more. */
  synchronized void forgetAhead() {
    ahead.clear();
    movedAhead.clear();
  }

  /** What a batch may claim in its transaction. */
  synchronized Claim with(Batch batch) {
    if (batch.generation() != generation) {
      generation = batch.generation();
      forgetAhead();
    }
    Set<Long> folded = positionsOf(batch);
    long to =
        positions.stream()
            .filter(position -> !folded.contains(position) && !ahead.contains(position))
            .findFirst()
            .map(position -> position - 1)
            .orElse(known);
    return to > claimed ? new Claim(claimed, to, unmoved(batch)) : Claim.NONE;
  }

  private List<Checkpoint> unmoved(Batch batch) {
    Map<TopicPartition, Checkpoint> unmoved = new HashMap<>(movedAhead);
    batch.moves().forEach(move -> unmoved.remove(move.to().partition()));
    return List.copyOf(unmoved.values());
  }

  /**
   * The batch is committed.
   *
   * @param claim NONE where the one that it made did not hold
   */
  synchronized void folded(Batch batch, Claim claim) {
    Set<Long> here = positionsOf(batch);
    here.retainAll(positions);
    ahead.addAll(here);
    batch.moves().forEach(move -> movedAhead.put(move.to().partition(), move.to()));
    if (claim.to() > claimed) {
      lastClaim = System.nanoTime();
    }
    reached(claim.to());
  }

  /** What can be claimed without folding anything. */
  synchronized Claim idle() {
    return positions.isEmpty() && known > claimed
        ? new Claim(claimed, known, List.of())
        : Claim.NONE;
  }

  /** That everything up to a position is folded, whoever has found that out. */
  synchronized void reached(long position) {
    claimed = Math.max(claimed, position);
    positions.headSet(position, true).clear();
    ahead.retainAll(positions);
    if (ahead.isEmpty()) {
      movedAhead.clear();
    }
  }

  synchronized long claimed() {
    return claimed;
  }

  /**
   * Whether nobody else has to look after this projection.
   *
   * @param published up to where everything was sent
   */
  synchronized boolean isLookedAfter(long published) {
    return known >= published && (positions.isEmpty() || System.nanoTime() - lastClaim < STUCK);
  }

  private static Set<Long> positionsOf(Batch batch) {
    return batch.events().stream()
        .map(RecordedEvent::position)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
