package dev.skald.eventstore;

import dev.skald.eventstore.ParkedRows.Wish;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sends pages of the log to Kafka, and parks the streams that it cannot send. */
final class RelaySink implements LogFollower.Sink {

  private static final long LOOK_FOR_WISHES_NANOS = Duration.ofMillis(500).toNanos();
  private static final int BACKLOG_PAGE = 500;

  private final RelayOptions options;
  private final RelayProducer producer;
  private final ParkedGauge gauge;
  private final RelayListener listener;

  /** From this version on, a stream's events are held back. */
  private final Map<StreamId, Long> parked = new HashMap<>();

  /** Up to here it was said what is sent. Between this and the next page there is nothing. */
  private long sent;

  private long lookedForWishes = System.nanoTime();

  RelaySink(RelayOptions options, ParkedGauge gauge, RelayListener listener) {
    this.options = options;
    this.producer = new RelayProducer(options);
    this.gauge = gauge;
    this.listener = listener;
  }

  @Override
  public long begin(Connection session, long checkpoint) throws Exception {
    parked.putAll(rows(session).versions());
    sent = producer.begin(checkpoint);
    return sent;
  }

  @Override
  public void attend(Connection session, long position) throws Exception {
    gauge.is(parked.size());
    if (!parked.isEmpty() && System.nanoTime() - lookedForWishes > LOOK_FOR_WISHES_NANOS) {
      for (Wish wish : rows(session).wishes()) {
        resume(session, wish, position);
      }
      lookedForWishes = System.nanoTime();
    }
  }

  /**
   * Parks first: where the page and its position are one transaction in Kafka, it never comes
   * again. Where it does come again, what lies before the parked event is sent.
   */
  @Override
  public void accept(Connection session, List<RecordedEvent> events, long reached)
      throws Exception {
    List<RecordedEvent> sendable = new ArrayList<>(events.size());
    for (RecordedEvent event : events) {
      if (event.version() >= parked.getOrDefault(event.streamId(), Long.MAX_VALUE)) {
        continue;
      }
      if (fits(event)) {
        sendable.add(event);
      } else {
        park(session, event);
      }
    }
    listener.sending(sent, sendable, reached);
    sent = reached;
    producer.send(sendable, reached);
  }

  /**
   * What was held back, up to where the relay is; the rest comes along with the log. Sends first:
   * as long as the wish stands, all of it is sent again after a failure.
   */
  private void resume(Connection session, Wish wish, long position) throws Exception {
    if (LogReads.stream(session, wish.stream(), wish.version() - 1, 1).stream()
        .anyMatch(event -> event.position() > position)) {
      // It was parked by a relay that died before its page was done with, and comes again.
      return;
    }
    StreamRead rest = StreamRead.forwards().after(wish.from() - 1);
    EventPage page;
    do {
      page = StreamReads.page(session, wish.stream(), rest, BACKLOG_PAGE, EventPage.MAX_BYTES);
      List<RecordedEvent> due =
          page.events().stream().filter(event -> event.position() <= position).toList();
      List<RecordedEvent> sendable = due.stream().takeWhile(this::fits).toList();
      producer.send(sendable, position);
      if (sendable.size() < due.size()) {
        parkAgain(session, wish, due.get(sendable.size()));
        return;
      }
      rest = page.full() ? rest.behind(page.last()) : rest;
    } while (page.full() && page.last().position() <= position);
    rows(session).settle(wish);
    parked.remove(wish.stream());
  }

  private void parkAgain(Connection session, Wish wish, RecordedEvent event) throws SQLException {
    if (event.version() == wish.version()) {
      park(session, event);
    } else {
      rows(session).parkLater(wish, event, reason(event));
      parked.put(event.streamId(), event.version());
    }
  }

  private void park(Connection session, RecordedEvent event) throws SQLException {
    rows(session).park(event, reason(event));
    parked.put(event.streamId(), event.version());
  }

  private boolean fits(RecordedEvent event) {
    return producer.sizeOf(event) <= options.maxRecordBytes();
  }

  private String reason(RecordedEvent event) {
    return "a record of %d bytes, more than %d"
        .formatted(producer.sizeOf(event), options.maxRecordBytes());
  }

  private ParkedRows rows(Connection session) {
    return new ParkedRows(session, options.name());
  }

  @Override
  public void close() {
    gauge.is(0);
    producer.close();
  }
}
