package dev.skald.projections.engine;

import dev.skald.eventstore.RecordedEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a record on a topic turns out to be. */
sealed interface Incoming {

  record Event(ConsumerRecord<byte[], byte[]> record, RecordedEvent event) implements Incoming {}

  /** Not from the log: whoever wrote it, it is no event. */
  record Foreign(ConsumerRecord<byte[], byte[]> record, String reason) implements Incoming {}
}
