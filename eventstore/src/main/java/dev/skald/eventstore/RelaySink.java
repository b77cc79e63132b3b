package dev.skald.eventstore;

import dev.skald.eventstore.RelayParking.ParkedStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Sends pages of the log to Kafka, and parks the streams that it cannot send. */
final class RelaySink implements LogFollower.Sink {

  private static final long LOOK_FOR_WISHES_NANOS = Duration.ofMillis(500).toNanos();
  private static final int BACKLOG_PAGE = 500;

  private final RelayOptions options;
  private final RelayProducer producer;
  private final Set<StreamId> parked = new HashSet<>();
  private long lookedForWishes = System.nanoTime();

  RelaySink(RelayOptions options) {
    this.options = options;
    this.producer = new RelayProducer(options);
  }

  @Override
  public long begin(Connection session, long checkpoint) throws Exception {
    ParkedStreams.list(session, options.name()).forEach(each -> parked.add(each.stream()));
    return producer.begin(checkpoint);
  }

  @Override
  public void attend(Connection session, long position) throws Exception {
    if (!parked.isEmpty() && System.nanoTime() - lookedForWishes > LOOK_FOR_WISHES_NANOS) {
      for (ParkedStream stream : ParkedStreams.toResume(session, options.name())) {
        resume(session, stream, position);
      }
      lookedForWishes = System.nanoTime();
    }
  }

  @Override
  public void accept(Connection session, List<RecordedEvent> events, long reached)
      throws Exception {
    producer.send(sendable(session, events), reached);
  }

  /** What was held back, up to where the relay is; the rest comes along with the log. */
  private void resume(Connection session, ParkedStream stream, long position) throws Exception {
    parked.remove(stream.stream());
    long version = stream.version() - 1;
    List<RecordedEvent> page;
    do {
      page =
          LogReads.stream(session, stream.stream(), version, BACKLOG_PAGE).stream()
              .filter(event -> event.position() <= position)
              .toList();
      producer.send(sendable(session, page), position);
      version += page.size();
    } while (page.size() == BACKLOG_PAGE && !parked.contains(stream.stream()));
    if (!parked.contains(stream.stream())) {
      ParkedStreams.remove(session, options.name(), stream.stream());
    }
  }

  private List<RecordedEvent> sendable(Connection session, List<RecordedEvent> events)
      throws SQLException {
    List<RecordedEvent> sendable = new ArrayList<>(events.size());
    for (RecordedEvent event : events) {
      if (parked.contains(event.streamId())) {
        continue;
      }
      int bytes = producer.sizeOf(event);
      if (bytes <= options.maxRecordBytes()) {
        sendable.add(event);
      } else {
        String reason =
            "a record of %d bytes, more than %d".formatted(bytes, options.maxRecordBytes());
        ParkedStreams.park(session, options.name(), event, reason);
        parked.add(event.streamId());
      }
    }
    return sendable;
  }

  @Override
  public void close() {
    producer.close();
  }
}
