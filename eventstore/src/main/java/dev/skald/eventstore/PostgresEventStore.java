package dev.skald.eventstore;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps streams in the schema {@code eventstore}, which {@link EventStoreSchema} makes. Best given
 * a pool of connections; it needs one for each of its writers, and one for each reader at work.
 */
public final class PostgresEventStore implements EventStore, AutoCloseable {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

  private final DataSource dataSource;
  private final EventTypeRegistry types;
  private final EventStoreOptions options;
  private final MeterRegistry meters;
  private final Wakeups wakeups = new Wakeups();
  private final GroupCommit commits;

  /** Once settled, settled for ever: pages below it need not ask again. */
  private final AtomicLong knownHead = new AtomicLong();

  public PostgresEventStore(DataSource dataSource, EventTypeRegistry types) {
    this(dataSource, types, EventStoreOptions.DEFAULT, Metrics.globalRegistry);
  }

  public PostgresEventStore(
      DataSource dataSource,
      EventTypeRegistry types,
      EventStoreOptions options,
      MeterRegistry meters) {
    this.dataSource = dataSource;
    this.types = types;
    this.options = options;
    this.meters = meters;
    this.commits = new GroupCommit(dataSource, options, new StoreMetrics(meters), wakeups);
  }

  @Override
  public Appended append(Append append) {
    PendingAppend pending = pending(append);
    commits.append(pending);
    try {
      return pending.future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutcomeUnknown(append.commandId(), e);
    } catch (ExecutionException e) {
      throw asThrownHere(told(pending, Objects.requireNonNullElse(e.getCause(), e)));
    }
  }

  private PendingAppend pending(Append append) {
    return new PendingAppend(EncodedAppend.of(append, types, options), options.appendTimeout());
  }

  @Override
  public CompletableFuture<Appended> appendAsync(Append append) {
    try {
      PendingAppend pending = pending(append);
      commits.submit(pending, false);
      // Off the writer's thread: what the caller does next may take long, or append again.
      return pending
          .future
          .exceptionallyCompose(failure -> CompletableFuture.failedFuture(told(pending, failure)))
          .whenCompleteAsync((_, _) -> {}, Thread::startVirtualThread);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Appends in a transaction that the caller has begun and will commit or roll back; a conflict
   * leaves it fit to go on. Until it ends, the streams are locked, and readers see nothing that was
   * appended after it began to append: keep it short.
   */
  public Appended append(Append append, Connection transaction) {
    EncodedAppend encoded = EncodedAppend.of(append, types, options);
    return OwnTransaction.append(transaction, encoded);
  }

  @Override
  public Optional<RecordedCommand> command(CommandId commandId) {
    return read(connection -> LogReads.command(connection, commandId));
  }

  @Override
  public List<RecordedEvent> readStream(StreamId stream, long afterVersion, int limit) {
    checkLimit(limit, 0);
    return read(connection -> LogReads.stream(connection, stream, afterVersion, limit));
  }

  @Override
  public List<RecordedEvent> readStream(StreamId stream, StreamRead read, int limit) {
    checkLimit(limit, 0);
    return read(
        connection -> StreamReads.page(connection, stream, read, limit, Long.MAX_VALUE).events());
  }

  @Override
  public Stream<RecordedEvent> streamEvents(StreamId stream, StreamRead read) {
    return Pages.stream(
        read,
        rest -> {
          EventPage page =
              read(c -> StreamReads.page(c, stream, rest, Pages.SIZE, EventPage.MAX_BYTES));
          return new Pages.Step<>(page.events(), page.full() ? rest.behind(page.last()) : null);
        });
  }

  @Override
  public Stream<RecordedEvent> logEvents(long afterPosition, LogFilter filter) {
    long head = head();
    return Pages.stream(
        afterPosition,
        after -> {
          EventPage page = read(c -> LogReads.log(c, after, head, filter, Pages.SIZE));
          return new Pages.Step<>(page.events(), page.full() ? page.last().position() : null);
        });
  }

  @Override
  public Optional<StreamStatistics> statistics(StreamId stream) {
    return read(connection -> StreamReads.statistics(connection, stream));
  }

  @Override
  public List<StreamId> streams(String category, @Nullable StreamId after, int limit) {
    checkLimit(limit, 0);
    return read(connection -> StreamReads.ofCategory(connection, category, after, limit));
  }

  @Override
  public LogPage readLog(long afterPosition, LogFilter filter, int limit) {
    // A page of none would not say where to go on.
    checkLimit(limit, 1);
    return read(
        connection -> {
          long head = knownHead.get();
          if (afterPosition >= head) {
            head = refreshHead(connection);
          }
          EventPage page = LogReads.log(connection, afterPosition, head, filter, limit);
          return new LogPage(
              page.events(), page.full() ? page.last().position() : Math.max(head, afterPosition));
        });
  }

  @Override
  public Map<EventIdentity, Metadata> identities(Collection<Long> positions) {
    return read(connection -> LogReads.identities(connection, positions));
  }

  @Override
  public long head() {
    return read(this::refreshHead);
  }

  @Override
  public void awaitSettled(Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    long last = read(LogReads::lastPosition);
    while (read(LogReads::settledPosition) < last) {
      if (System.nanoTime() > end) {
        throw new StoreUnavailable(
            "an append has been under way for %s, and holds up what came after it"
                .formatted(patience),
            null);
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }

  /** Follows the log from now until it is closed. */
  public Subscription subscribe(Subscription.Request request, Subscription.Handler handler) {
    return subscribe(request, handler, Subscription.POLL);
  }

  /**
   * @param poll how often it looks for what was appended elsewhere
   */
  Subscription subscribe(
      Subscription.Request request, Subscription.Handler handler, Duration poll) {
    return new Subscription(dataSource, request, handler, wakeups, meters, poll);
  }

  /** Calls back when something was appended through this store; the answer ends it. */
  Runnable onAppend(Runnable listener) {
    return wakeups.add(listener);
  }

  /** Waits until what was taken on has its answer; takes nothing more. */
  @Override
  public void close() {
    commits.close();
  }

  private long refreshHead(Connection connection) throws SQLException {
    long head = LogReads.head(connection);
    return knownHead.accumulateAndGet(head, Math::max);
  }

  private static void checkLimit(int limit, int least) {
    if (limit < least) {
      throw new IllegalArgumentException("limit %d must be at least %d".formatted(limit, least));
    }
  }

  private interface Read<T> {
    T from(Connection connection) throws SQLException;
  }

  private <T> T read(Read<T> read) {
    try (Connection connection = dataSource.getConnection()) {
      return read.from(Connections.standalone(connection, options.appendTimeout()));
    } catch (SQLException e) {
      throw new StoreUnavailable("cannot read: " + e.getMessage(), e);
    }
  }

  /** The same exception, with the caller in its stack trace. */
  private static Throwable told(PendingAppend pending, Throwable failure) {
    return failure instanceof TimeoutException timeout ? pending.refusal(timeout) : failure;
  }

  private static RuntimeException asThrownHere(Throwable failure) {
    if (failure instanceof RuntimeException known) {
      known.addSuppressed(new AppendedFrom());
      return known;
    }
    return new IllegalStateException(failure);
  }

  private static final class AppendedFrom extends RuntimeException {
    AppendedFrom() {
      super("appended from here");
    }
  }
}
