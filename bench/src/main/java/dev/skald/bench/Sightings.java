package dev.skald.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks all the time which of the events that were committed show in the accounts' rows. An event
 * is seen when the look is over, so that looking is no help.
 */
final class Sightings implements AutoCloseable {

  private static final long PAUSE = 2_000_000;
  private static final long JOIN_MILLIS = 10_000;

  /** An event, when it was due, and when its append had returned. */
  record Committed(String account, long version, long due, long at) {}

  private final ConcurrentLinkedQueue<Committed> arrived = new ConcurrentLinkedQueue<>();
  private final Connection connection;
  private final PreparedStatement look;
  private final Thread thread;
  private final Samples sinceCommit = new Samples();
  private final Samples sinceDue = new Samples();
  private final AtomicInteger seen = new AtomicInteger();
  private volatile boolean closing;
  private volatile @Nullable SQLException failure;

  Sightings(Database database) throws SQLException {
    connection = database.connect();
    look =
        Prepared.once(
            connection,
            "SELECT account_id, version FROM readmodels.account WHERE account_id = ANY(?)");
    thread = Thread.ofPlatform().name("sightings").daemon().start(this::run);
  }

  void committed(Committed event) {
    arrived.add(event);
  }

  /** Returns when so many have been seen; false if that takes too long. */
  boolean await(int events, long patienceNanos) {
    long end = System.nanoTime() + patienceNanos;
    while (seen.get() < events && failure == null && System.nanoTime() < end) {
      LockSupport.parkNanos(PAUSE);
    }
    return seen.get() >= events;
  }

  int seen() {
    return seen.get();
  }

  Samples sinceCommit() {
    return sinceCommit;
  }

  Samples sinceDue() {
    return sinceDue;
  }

  private void run() {
    List<Committed> waiting = new ArrayList<>();
    try {
      while (!closing) {
        for (Committed next = arrived.poll(); next != null; next = arrived.poll()) {
          waiting.add(next);
        }
        if (!waiting.isEmpty()) {
          settle(waiting, versions(waiting));
        }
        LockSupport.parkNanos(PAUSE);
      }
    } catch (SQLException e) {
      failure = e;
    }
  }

  private Map<String, Long> versions(List<Committed> waiting) throws SQLException {
    String[] accounts = waiting.stream().map(Committed::account).distinct().toArray(String[]::new);
    look.setArray(1, connection.createArrayOf("text", accounts));
    Map<String, Long> versions = new HashMap<>();
    try (ResultSet row = look.executeQuery()) {
      while (row.next()) {
        versions.put(row.getString(1), row.getLong(2));
      }
    }
    return versions;
  }

  private void settle(List<Committed> waiting, Map<String, Long> versions) {
    long now = System.nanoTime();
    int found = 0;
    for (Iterator<Committed> each = waiting.iterator(); each.hasNext(); ) {
      Committed event = each.next();
      if (versions.getOrDefault(event.account(), 0L) >= event.version()) {
        sinceCommit.add(now - event.at());
        sinceDue.add(now - event.due());
        each.remove();
        found++;
      }
    }
    seen.addAndGet(found);
  }

  @Override
  public void close() throws SQLException {
    closing = true;
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    connection.close();
    if (failure != null) {
      throw failure;
    }
  }
}
