package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.eventstore.Metadata;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.projections.ProjectionsConfiguration;
import dev.skald.projections.engine.Checkpoints.Checkpoint;
import dev.skald.projections.engine.Checkpoints.Move;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * A member is killed at the first call to the database in its batch; another goes on from the
 * checkpoint, and is killed at the second call in its own; and so on, through all calls there are,
 * with a batch in the middle that is poisoned.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledInABatchTest {

  private static final TopicPartition PARTITION = new TopicPartition("topic", 0);
  private static final int BATCHES = 6;
  private static final int MIN_BATCH = 3;

  /** To begin, for rows, for how far streams are, to commit; and one at which nobody dies. */
  private static final int CALLS = 5;

  private final World world = new World();
  private final PlainFold plain = new PlainFold();
  private List<RecordedEvent> events = List.of();

  static List<Projection> projections() {
    return ProjectionsConfiguration.PROJECTIONS;
  }

  @BeforeAll
  void append() {
    new Histories(51).append(world, 250, 8);
    events = world.events();
  }

  @AfterAll
  void close() {
    plain.close();
    world.close();
  }

  @ParameterizedTest
  @MethodSource("projections")
  void whoever_is_killed_in_whichever_batch_each_event_counts_once(Projection projection) {
    List<RecordedEvent> own =
        events.stream()
            .filter(e -> projection.categories().contains(e.streamId().category()))
            .toList();
    List<RecordedEvent> sent = new ArrayList<>(own);
    RecordedEvent poison = poisonAfter(own.get(own.size() / 2), own);
    sent.add(Math.min(sent.size(), lastOf(poison, own) + 1), poison);
    world.folder(world.pool, projection);

    int lastCall = 0;
    for (int call = 1; reached(projection) < sent.size(); ) {
      long before = reached(projection);
      kill(projection, sent, call);
      lastCall = Math.max(lastCall, call);
      // The next batch is killed at each of its calls as well.
      call = reached(projection) > before ? 1 : call + 1;
    }

    assertThat(lastCall).as("calls at which members were killed").isGreaterThanOrEqualTo(CALLS);
    assertThat(World.rows(world.pool, projection)).isEqualTo(plain.rows(projection, own));
    assertThat(deadLetters(projection)).containsExactly(poison.streamId().value());
  }

  /** At this call, or never where it has fewer: nothing is there of its batch then, or all. */
  private void kill(Projection projection, List<RecordedEvent> sent, int call) {
    long from = reached(projection);
    long to = Math.min(sent.size(), from + Math.max(MIN_BATCH, sent.size() / BATCHES));
    Move move =
        new Move(new Checkpoint(PARTITION, "id", from), new Checkpoint(PARTITION, "id", to));
    Folder member =
        new Folder(
            Database.of(FailingDataSource.at(call, world.pool)),
            projection,
            world.log,
            World.TYPES);
    try {
      member.fold(
          new Folder.Batch(1, sent.subList((int) from, (int) to), List.of(), List.of(move)));
      assertThat(reached(projection)).isEqualTo(to);
    } catch (DataAccessException | TransactionException _) {
      assertThat(reached(projection)).isIn(from, to);
    }
  }

  private long reached(Projection projection) {
    Checkpoint checkpoint =
        new Checkpoints(Database.of(world.pool)).read(projection.name(), 1).get(PARTITION);
    return checkpoint == null ? 0 : checkpoint.nextOffset();
  }

  private List<String> deadLetters(Projection projection) {
    return world.texts(
        "select stream_id from readmodels.dead_letter where projection = '%s'"
            .formatted(projection.name()));
  }

  /** The next of a stream, which nobody can read. */
  private static RecordedEvent poisonAfter(RecordedEvent any, List<RecordedEvent> all) {
    long version = all.stream().filter(e -> e.streamId().equals(any.streamId())).count() + 1;
    return new RecordedEvent(
        1_000_000,
        any.streamId(),
        version,
        UUID.randomUUID(),
        any.type(),
        any.schemaVersion(),
        "{\"broken\":",
        Metadata.EMPTY,
        any.recordedAt());
  }

  private static int lastOf(RecordedEvent poison, List<RecordedEvent> all) {
    int last = 0;
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).streamId().equals(poison.streamId())) {
        last = i;
      }
    }
    return last;
  }
}
