package dev.skald.eventstore;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Streams of events that are appended to atomically and read in an order that never changes. */
public interface EventStore {

  /**
   * Records a command's facts once. The same id and fingerprint again answer what the first time
   * answered.
   *
   * @throws StreamConflict a stream is not as expected
   * @throws StreamClosed a stream takes no events any more
   * @throws CommandIdReused the id belongs to another command
   * @throws CommandClosed the command was closed, and can no longer happen
   * @throws CloseConflict a command to be closed has happened, or has not, other than expected
   */
  Appended append(Append append);

  /** As {@link #append}; the future fails with the same exceptions. */
  CompletableFuture<Appended> appendAsync(Append append);

  /** What is known of a command, if anything is. */
  Optional<RecordedCommand> command(CommandId commandId);

  /** Events of a stream after a version, oldest first. */
  List<RecordedEvent> readStream(StreamId stream, long afterVersion, int limit);

  /**
   * Events of the log after a position, in order. What has been returned is never followed by
   * something that belongs before it.
   */
  LogPage readLog(long afterPosition, LogFilter filter, int limit);

  /**
   * Which events stand at these positions, and their metadata; where none stands, there is none.
   * One whose data was deleted is there twice: as it was written, and as it is read now.
   */
  Map<EventIdentity, Metadata> identities(Collection<Long> positions);

  /** The position up to which everything is visible that will ever be. */
  long head();

  /**
   * Waits until {@link #head()} is behind all that has been appended by now: an append that is
   * under way holds it up for what others have appended since.
   *
   * @throws StoreUnavailable after so long
   */
  void awaitSettled(Duration patience);

  /** Events of a stream as asked for, from the end asked for. */
  List<RecordedEvent> readStream(StreamId stream, StreamRead read, int limit);

  /**
   * As {@link #readStream(StreamId, StreamRead, int)}, all of them, read while they are consumed.
   */
  Stream<RecordedEvent> streamEvents(StreamId stream, StreamRead read);

  /** The log after a position up to where it ends now, read while it is consumed. */
  Stream<RecordedEvent> logEvents(long afterPosition, LogFilter filter);

  /** A stream in figures, if there is one. */
  Optional<StreamStatistics> statistics(StreamId stream);

  /**
   * The streams of a category in the order of their ids.
   *
   * @param after the last one of the page before; null for the first page
   */
  List<StreamId> streams(String category, @Nullable StreamId after, int limit);
}
