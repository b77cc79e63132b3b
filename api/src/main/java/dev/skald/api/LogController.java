package dev.skald.api;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.LogFilter;
import dev.skald.eventstore.LogPage;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import dev.skald.eventstore.StreamRead;
import dev.skald.eventstore.StreamStatistics;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows the log itself. */
@Tag(name = "events")
@RestController
@RequestMapping("/api/v1")
@ConditionalOnProperty(name = "skald.api.queries", matchIfMissing = true)
final class LogController {

  /** Characters of data on one page of a stream; one event may have more. */
  private static final long MOST_DATA = 8 << 20;

  private final EventStore store;

  LogController(EventStore store) {
    this.store = store;
  }

  /** An event as it stands in the log. */
  public record EventResponse(
      long position,
      String streamId,
      long version,
      UUID eventId,
      String type,
      int schemaVersion,
      @JsonRawValue @Schema(implementation = Object.class) String data,
      Map<String, String> metadata,
      Instant recordedAt) {

    static EventResponse of(RecordedEvent event) {
      return new EventResponse(
          event.position(),
          event.streamId().value(),
          event.version(),
          event.eventId(),
          event.type(),
          event.schemaVersion(),
          event.data(),
          event.metadata().values(),
          event.recordedAt());
    }
  }

  /**
   * A piece of a stream or of the log.
   *
   * @param next version or position to ask for what comes after
   */
  public record EventsResponse(List<EventResponse> items, @Nullable Long next) {}

  @Operation(summary = "The events of one stream, oldest first")
  @GetMapping("/streams/{streamId}")
  EventsResponse stream(
      @PathVariable String streamId,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String limit) {
    int size = Query.limit(limit);
    long first = Math.max(1, Query.position("from", from, 1));
    StreamRead wanted = StreamRead.forwards().after(first - 1).asOf(first - 1 + size);
    List<RecordedEvent> events = new ArrayList<>();
    long room = MOST_DATA;
    Iterator<RecordedEvent> stream = store.streamEvents(stream(streamId), wanted).iterator();
    while (stream.hasNext()) {
      RecordedEvent event = stream.next();
      room -= event.data().length();
      if (room < 0 && !events.isEmpty()) {
        break;
      }
      events.add(event);
    }
    if (events.isEmpty() && first == 1) {
      throw unknown(streamId);
    }
    return new EventsResponse(
        events.stream().map(EventResponse::of).toList(),
        room >= 0 && events.size() < size ? null : events.getLast().version() + 1);
  }

  /** A stream in figures. */
  public record StatisticsResponse(
      String streamId,
      long version,
      Instant firstAt,
      Instant lastAt,
      long firstPosition,
      long lastPosition,
      Map<String, Long> types) {}

  @Operation(summary = "A stream in figures: how many events, since when, of which types")
  @GetMapping("/streams/{streamId}/statistics")
  StatisticsResponse statistics(@PathVariable String streamId) {
    StreamStatistics found =
        store.statistics(stream(streamId)).orElseThrow(() -> unknown(streamId));
    return new StatisticsResponse(
        streamId,
        found.version(),
        found.firstAt(),
        found.lastAt(),
        found.firstPosition(),
        found.lastPosition(),
        found.types());
  }

  @Operation(summary = "The events of all streams after a position")
  @GetMapping("/events")
  EventsResponse events(
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable Set<String> category,
      @RequestParam(required = false) @Nullable Set<String> type,
      @RequestParam(required = false) @Nullable String since,
      @RequestParam(required = false) @Nullable String limit) {
    LogFilter filter =
        new LogFilter(
            category == null ? Set.of() : category,
            type == null ? Set.of() : type,
            null,
            null,
            Query.time("since", since));
    LogPage page = store.readLog(Query.position("after", after, 0), filter, Query.limit(limit));
    return new EventsResponse(
        page.events().stream().map(EventResponse::of).toList(), page.position());
  }

  private static Problem unknown(String streamId) {
    return Problem.notFound("stream-unknown", "there is no stream '%s'".formatted(streamId));
  }

  private static StreamId stream(String id) {
    try {
      return new StreamId(id);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequest("streamId", String.valueOf(e.getMessage()));
    }
  }
}
