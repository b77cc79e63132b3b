package dev.skald.api.live;

import dev.skald.api.ApiProperties;
import dev.skald.api.InvalidRequest;
import dev.skald.api.Problem;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.StoreUnavailable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Shows things as they change, as server-sent events: one for each change, its id the position.
 * Each stream holds the thread of its request, which is a virtual one, and there is an end to their
 * number.
 */
public final class LiveStreams implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(LiveStreams.class);
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  /** Streams end before the web server waits for its requests to end. */
  private static final int PHASE = SmartLifecycle.DEFAULT_PHASE;

  private final EventStore store;
  private final JsonMapper json;
  private final Semaphore free;
  private final int most;
  private final Map<String, LogTail> tails = new HashMap<>();
  private volatile boolean running;

  public LiveStreams(EventStore store, JsonMapper json, ApiProperties properties) {
    this.store = store;
    this.json = json;
    this.most = properties.liveStreams();
    this.free = new Semaphore(most);
  }

  /**
   * Returns when there is nothing more to come, or nobody listens any more.
   *
   * @param lastEventId the header of one who listened before
   */
  public void show(
      Feed feed,
      @Nullable String lastEventId,
      HttpServletRequest request,
      HttpServletResponse response) {
    Long seen = seen(lastEventId);
    if (seen != null && feed.isOver(seen)) {
      // Tells a browser not to come again.
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    if (request.getMethod().equals(HttpMethod.HEAD.name())) {
      // Nothing is written to one who asks so, and it would never show that he is gone.
      return;
    }
    // A stream is never held back to be tagged.
    ShallowEtagHeaderFilter.disableContentCaching(request);
    if (!free.tryAcquire()) {
      throw Problem.unavailable(
          "too-many-streams", "%d live streams are open; no more are allowed".formatted(most));
    }
    try {
      response.setCharacterEncoding(StandardCharsets.UTF_8);
      response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
      response.setHeader("X-Accel-Buffering", "no");
      follow(feed, seen, response.getWriter());
    } catch (IOException _) {
      // Whoever listened is gone.
    } catch (StoreUnavailable e) {
      // It is too late to answer with a problem; a listener that comes again goes on or is told.
      LOG.atWarn().setCause(e).log("a live stream ends, since the log cannot be read");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      free.release();
    }
  }

  /** Beyond the end nothing was seen: that is of another log, which was there before this one. */
  private @Nullable Long seen(@Nullable String lastEventId) {
    Long position = position(lastEventId);
    return position == null || isInLog(position) ? position : null;
  }

  /** Streams are read beyond the end, as long as an append that is under way holds that up. */
  private boolean isInLog(long position) {
    return position <= store.head() || !store.identities(List.of(position)).isEmpty();
  }

  private static @Nullable Long position(@Nullable String lastEventId) {
    if (lastEventId == null || lastEventId.isBlank()) {
      return null;
    }
    if (!lastEventId.matches("\\d{1,18}")) {
      throw new InvalidRequest(
          "Last-Event-ID", "'%s' must be a position, a whole number".formatted(lastEventId));
    }
    return Long.valueOf(lastEventId);
  }

  private void follow(Feed feed, @Nullable Long seen, PrintWriter out)
      throws IOException, InterruptedException {
    Semaphore news = new Semaphore(0);
    Feed.Listener listener = new Writer(json, out);
    try (LogTail.Watch _ = tail(feed.category()).watch(feed.stream(), news::release)) {
      out.write("retry: 2000\n\n");
      flush(out);
      feed.begin(seen, listener);
      while (running && !feed.hasEnded()) {
        if (!news.tryAcquire(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS)) {
          out.write(": still here\n\n");
          flush(out);
        }
        news.drainPermits();
        feed.next(listener);
      }
    }
  }

  /** An event without data is shown to nobody, but its id is remembered. */
  private record Writer(JsonMapper json, PrintWriter out) implements Feed.Listener {

    @Override
    public void hear(@Nullable Long position, Object what) throws IOException {
      if (position != null) {
        out.write("id: " + position + "\n");
      }
      out.write("data: " + json.writeValueAsString(what) + "\n\n");
      flush(out);
    }

    @Override
    public void standsAt(long position) throws IOException {
      out.write("id: " + position + "\n\n");
      flush(out);
    }
  }

  /** A writer keeps its troubles to itself until it is asked. */
  private static void flush(PrintWriter out) throws IOException {
    if (out.checkError()) {
      throw new IOException("nobody listens any more");
    }
  }

  private synchronized LogTail tail(String category) {
    return tails.computeIfAbsent(category, wanted -> new LogTail(store, wanted));
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public synchronized void stop() {
    running = false;
    tails.values().forEach(LogTail::close);
    tails.clear();
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
