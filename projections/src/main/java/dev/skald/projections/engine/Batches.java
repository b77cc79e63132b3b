package dev.skald.projections.engine;

import dev.skald.eventstore.EventIdentity;
import dev.skald.eventstore.Metadata;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.projections.engine.Checkpoints.Checkpoint;
import dev.skald.projections.engine.Checkpoints.Move;
import dev.skald.projections.engine.Folder.Batch;
import dev.skald.projections.engine.Incoming.Event;
import dev.skald.projections.engine.Incoming.Foreign;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Makes of polled records what is to be folded: events that the log has, and the rest. */
final class Batches {

  private final LogMembership membership;

  Batches(LogMembership membership) {
    this.membership = membership;
  }

  /** Records as they were looked up in the log. */
  record Known(
      List<RecordedEvent> events,
      List<Foreign> foreign,
      Map<TopicPartition, OffsetAndMetadata> nextOffsets) {

    /** To be folded after all that lies before these checkpoints. */
    Batch after(long generation, Map<TopicPartition, Checkpoint> checkpoints) {
      return new Batch(generation, events, foreign, moves(nextOffsets, checkpoints));
    }
  }

  Known of(ConsumerRecords<byte[], byte[]> records) {
    List<Event> claimed = new ArrayList<>();
    List<Foreign> foreign = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      switch (RecordReader.read(record)) {
        case Event event -> claimed.add(event);
        case Foreign other -> foreign.add(other);
      }
    }
    List<RecordedEvent> events = inLog(claimed, foreign);
    return new Known(events, foreign, records.nextOffsets());
  }

  private List<RecordedEvent> inLog(List<Event> claimed, List<Foreign> foreign) {
    if (claimed.isEmpty()) {
      return List.of();
    }
    List<EventIdentity> claims =
        claimed.stream().map(event -> EventIdentity.of(event.event())).toList();
    Map<EventIdentity, Metadata> logged = membership.logged(claims);
    List<RecordedEvent> events = new ArrayList<>();
    for (int i = 0; i < claims.size(); i++) {
      Event event = claimed.get(i);
      Metadata metadata = logged.get(claims.get(i));
      if (metadata == null) {
        foreign.add(new Foreign(event.record(), "the log has no such event at its position"));
      } else {
        events.add(event.event().withMetadata(metadata));
      }
    }
    return events;
  }

  private static List<Move> moves(
      Map<TopicPartition, OffsetAndMetadata> nextOffsets,
      Map<TopicPartition, Checkpoint> checkpoints) {
    List<Move> moves = new ArrayList<>();
    nextOffsets.forEach(
        (partition, next) -> {
          Checkpoint from = checkpoints.get(partition);
          if (from != null && next.offset() > from.nextOffset()) {
            moves.add(new Move(from, new Checkpoint(partition, from.topicId(), next.offset())));
          }
        });
    return moves;
  }
}
