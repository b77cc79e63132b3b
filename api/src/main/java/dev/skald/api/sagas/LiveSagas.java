package dev.skald.api.sagas;

import dev.skald.api.ApiProperties;
import dev.skald.api.InvalidRequest;
import dev.skald.api.Problem;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.projections.sagas.SagaView;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import tools.jackson.databind.json.JsonMapper;

/**
 * Shows sagas as they change, as server-sent events: one for each change, its id the position. Each
 * stream holds a virtual thread, and there is an end to their number.
 */
final class LiveSagas implements SmartLifecycle {

  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  /** Streams end before the web server waits for its requests to end. */
  private static final int PHASE = SmartLifecycle.DEFAULT_PHASE;

  private final EventStore store;
  private final EventTypeRegistry types;
  private final SagaViews views;
  private final JsonMapper json;
  private final Semaphore free;
  private final int most;
  private @Nullable LogTail tail;
  private volatile boolean running;

  LiveSagas(
      EventStore store,
      EventTypeRegistry types,
      SagaViews views,
      JsonMapper json,
      ApiProperties properties) {
    this.store = store;
    this.types = types;
    this.views = views;
    this.json = json;
    this.most = properties.liveStreams();
    this.free = new Semaphore(most);
  }

  /** Where a stream begins: all changes after a position, or what is now. */
  record Wanted(String sagaId, @Nullable Long after) {

    static Wanted of(String sagaId, @Nullable String lastEventId) {
      if (lastEventId == null || lastEventId.isBlank()) {
        return new Wanted(sagaId, null);
      }
      if (!lastEventId.matches("\\d{1,18}")) {
        throw new InvalidRequest(
            "Last-Event-ID", "'%s' must be a position, a whole number".formatted(lastEventId));
      }
      return new Wanted(sagaId, Long.valueOf(lastEventId));
    }
  }

  /** Whether all has been seen, so that a client need not come again. */
  boolean isOver(Wanted wanted) {
    Long after = wanted.after();
    return after != null
        && views
            .view(wanted.sagaId())
            .filter(saga -> saga.hasEnded() && saga.position() <= after)
            .isPresent();
  }

  /** Takes one of the places there are, or says that there is none. */
  void take() {
    if (!free.tryAcquire()) {
      throw Problem.unavailable(
          "too-many-streams", "%d live streams are open; no more are allowed".formatted(most));
    }
  }

  /** Returns when the saga has ended, or nobody listens any more; gives back its place. */
  void show(Wanted wanted, PrintWriter out) throws IOException {
    Semaphore news = new Semaphore(0);
    SagaReading reading = new SagaReading(store, types, wanted.sagaId());
    try (LogTail.Watch _ = tail().watch(reading.stream(), news::release)) {
      out.write("retry: 2000\n\n");
      begin(wanted, reading, out);
      while (running && !reading.hasEnded()) {
        if (!news.tryAcquire(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS)) {
          out.write(": still here\n\n");
          flush(out);
        }
        news.drainPermits();
        for (SagaView change : reading.next()) {
          write(change, out);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      free.release();
    }
  }

  private void begin(Wanted wanted, SagaReading reading, PrintWriter out) throws IOException {
    List<SagaView> past = reading.next();
    Long after = wanted.after();
    if (after == null) {
      if (past.isEmpty()) {
        write(null, json.writeValueAsString(views.find(wanted.sagaId())), out);
      } else {
        write(past.getLast(), out);
      }
      return;
    }
    for (SagaView change : past) {
      if (change.position() > after) {
        write(change, out);
      }
    }
    flush(out);
  }

  private void write(SagaView saga, PrintWriter out) throws IOException {
    write(saga.position(), json.writeValueAsString(views.show(saga)), out);
  }

  private static void write(@Nullable Long id, String data, PrintWriter out) throws IOException {
    if (id != null) {
      out.write("id: " + id + "\n");
    }
    out.write("data: " + data + "\n\n");
    flush(out);
  }

  /** A writer keeps its troubles to itself until it is asked. */
  private static void flush(PrintWriter out) throws IOException {
    if (out.checkError()) {
      throw new IOException("nobody listens any more");
    }
  }

  private synchronized LogTail tail() {
    if (tail == null) {
      tail = new LogTail(store, SagaEvent.CATEGORY);
    }
    return tail;
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public synchronized void stop() {
    running = false;
    if (tail != null) {
      tail.close();
    }
    tail = null;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
