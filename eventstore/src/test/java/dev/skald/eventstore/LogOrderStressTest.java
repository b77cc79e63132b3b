package dev.skald.eventstore;

import static dev.skald.eventstore.TestEvents.note;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.skald.stack.testing.TestDatabase;
import dev.skald.stack.testing.TestServers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Writers do their worst while readers follow the log. The same oracle judges our reader and a
 * naive one; it is worth something only because the naive one fails it.
 */
class LogOrderStressTest {

  private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("skald.soak", 6));
  private static final long SEED = Long.getLong("skald.seed", System.nanoTime());

  private final TestDatabase database = TestServers.postgres().newDatabase();
  private final List<StreamId> streams =
      new Random(SEED)
          .ints(12)
          .mapToObj(i -> StreamId.of("stress", Integer.toHexString(i)))
          .toList();

  private volatile boolean writing = true;
  private volatile boolean reading = true;

  @Test
  void our_reader_sees_every_event_once_and_in_order_where_a_naive_one_does_not() throws Exception {
    System.out.printf(
        "LogOrderStressTest -Dskald.seed=%d -Dskald.soak=%d%n", SEED, LENGTH.toSeconds());
    try (TestStore first = TestStore.open(database, TestStore.PATIENT);
        TestStore second = TestStore.open(database, TestStore.PATIENT);
        HikariDataSource foreign = TestStore.pool(TestServers.postgres().newDatabase());
        HikariDataSource own = TestStore.pool(database);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Long>> ours = threads.submit(() -> follow(second.store()));
      Future<List<Long>> naive = threads.submit(() -> followNaively(own));
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        Random random = new Random(SEED + i);
        TestStore store = i % 2 == 0 ? first : second;
        writers.add(threads.submit(untilStopped(() -> append(store, random))));
        writers.add(threads.submit(untilStopped(() -> appendInOwnTransaction(store, own, random))));
      }
      writers.add(threads.submit(untilStopped(() -> holdTransaction(foreign))));
      writers.add(threads.submit(untilStopped(() -> holdTransaction(own))));
      writers.add(threads.submit(untilStopped(() -> killSome(own))));

      LockSupport.parkNanos(LENGTH.toNanos());
      writing = false;
      for (Future<?> writer : writers) {
        writer.get();
      }
      LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
      reading = false;

      List<Long> committed = committed(own);
      assertThat(committed).hasSizeGreaterThan(200);
      assertThat(missedOrOutOfOrder(naive.get(), committed)).as("naive reader").isPositive();
      assertThat(missedOrOutOfOrder(ours.get(), committed)).as("our reader").isZero();
      assertTimesNeverGoBack(own);
    }
  }

  /** The oracle: how many committed events a reader did not see, or saw after a later one. */
  private static int missedOrOutOfOrder(List<Long> seen, List<Long> committed) {
    Set<Long> inOrder = new HashSet<>();
    long last = 0;
    for (long position : seen) {
      if (position > last) {
        inOrder.add(position);
        last = position;
      }
    }
    return (int) committed.stream().filter(position -> !inOrder.contains(position)).count();
  }

  private List<Long> follow(EventStore store) {
    List<Long> seen = new ArrayList<>();
    long position = 0;
    boolean more = true;
    while (reading || more) {
      try {
        LogPage page = store.readLog(position, LogFilter.ALL, 100);
        page.events().forEach(event -> seen.add(event.position()));
        position = page.position();
        more = !page.events().isEmpty();
      } catch (StoreUnavailable e) {
        more = true;
      }
    }
    return seen;
  }

  private List<Long> followNaively(HikariDataSource source) {
    List<Long> seen = new ArrayList<>();
    while (reading) {
      try {
        seen.addAll(positionsAfter(source, seen.isEmpty() ? 0 : seen.getLast()));
      } catch (SQLException e) {
        LockSupport.parkNanos(1);
      }
    }
    return seen;
  }

  private void append(TestStore store, Random random) {
    StreamId stream = streams.get(random.nextInt(streams.size()));
    try {
      store.store().append(note(stream, Expected.any(), "n"));
    } catch (StoreUnavailable | OutcomeUnknown e) {
      pause(random, 5);
    }
  }

  private void appendInOwnTransaction(TestStore store, HikariDataSource source, Random random) {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      for (int i = 0; i <= random.nextInt(3); i++) {
        StreamId stream = StreamId.of("own", Long.toHexString(random.nextLong()));
        store.store().append(note(stream, Expected.noStream(), "own"), connection);
        pause(random, random.nextInt(20) == 0 ? 300 : 10);
      }
      if (random.nextInt(4) == 0) {
        connection.rollback();
      } else {
        connection.commit();
      }
    } catch (SQLException | StoreUnavailable e) {
      pause(random, 5);
    }
  }

  private static void holdTransaction(HikariDataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement statement =
          connection.prepareStatement("SELECT pg_current_xact_id()")) {
        statement.execute();
        LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
      }
      connection.rollback();
    } catch (SQLException e) {
      if (source.isClosed()) {
        throw e;
      }
    }
  }

  /** One in three of those that hold something. */
  private static void killSome(HikariDataSource source) throws SQLException {
    LockSupport.parkNanos(Duration.ofMillis(400).toNanos());
    String sql =
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid % 3 = 0
          AND state <> 'idle'
        """;
    try (Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
    }
  }

  private static List<Long> committed(HikariDataSource source) throws SQLException {
    return positionsAfter(source, 0);
  }

  private static List<Long> positionsAfter(HikariDataSource source, long after)
      throws SQLException {
    String sql = "SELECT position FROM eventstore.events WHERE position > ? ORDER BY position";
    try (Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, after);
      List<Long> positions = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          positions.add(rows.getLong(1));
        }
      }
      return positions;
    }
  }

  private static void assertTimesNeverGoBack(HikariDataSource source) throws SQLException {
    String sql = "SELECT recorded_at FROM eventstore.events ORDER BY position";
    List<Instant> times = new ArrayList<>();
    try (Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        times.add(rows.getObject(1, OffsetDateTime.class).toInstant());
      }
    }
    assertThat(times).isSorted();
  }

  private interface Act {
    void run() throws SQLException;
  }

  private Callable<Boolean> untilStopped(Act act) {
    return () -> {
      while (writing) {
        try {
          act.run();
        } catch (SQLException e) {
          LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
      }
      return true;
    };
  }

  private static void pause(Random random, int maxMillis) {
    LockSupport.parkNanos(random.nextInt(maxMillis * 1_000_000));
  }
}
