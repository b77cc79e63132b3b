package dev.skald.eventstore;

import dev.skald.eventstore.Snapshots.Snapshot;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * When a state is kept as a snapshot, and how. A snapshot is written after the aggregate was
 * loaded, beside the work and not within it; where that fails or is behind, it is left out.
 */
public final class SnapshotPolicy<S> {

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotPolicy.class);
  private static final Executor VIRTUAL = Thread::startVirtualThread;
  private static final int MAX_WRITES_AT_ONCE = 4;

  private record Codec<S>(
      Snapshots snapshots, Class<S> state, String fingerprint, JsonMapper json) {}

  private final @Nullable Codec<S> codec;
  private final int every;
  private final Semaphore writes = new Semaphore(MAX_WRITES_AT_ONCE);

  private SnapshotPolicy(@Nullable Codec<S> codec, int every) {
    this.codec = codec;
    this.every = every;
  }

  public static <S> SnapshotPolicy<S> none() {
    return new SnapshotPolicy<>(null, Integer.MAX_VALUE);
  }

  /**
   * One snapshot for every so many events.
   *
   * @param foldVersion to be raised when the fold changes its meaning; a change of the state's
   *     shape is noticed by itself
   */
  public static <S> SnapshotPolicy<S> every(
      int events, Snapshots snapshots, Class<S> state, int foldVersion, JsonMapper json) {
    if (events < 1) {
      throw new IllegalArgumentException("a snapshot every %d events is none".formatted(events));
    }
    String fingerprint = Fingerprint.of(RecordShape.of(state) + " fold " + foldVersion).value();
    return new SnapshotPolicy<>(new Codec<>(snapshots, state, fingerprint, json), events);
  }

  Optional<Loaded<S>> load(StreamId stream) {
    if (codec == null) {
      return Optional.empty();
    }
    try {
      return codec
          .snapshots()
          .load(stream, codec.state().getName(), codec.fingerprint())
          .map(
              snapshot ->
                  new Loaded<>(
                      stream,
                      codec.json().readValue(snapshot.state(), codec.state()),
                      snapshot.version(),
                      snapshot.position()));
    } catch (RuntimeException e) {
      warn(stream, e);
      return Optional.empty();
    }
  }

  void consider(Loaded<S> start, Loaded<S> loaded) {
    if (codec == null || loaded.version() - start.version() < every || !writes.tryAcquire()) {
      return;
    }
    Codec<S> with = codec;
    VIRTUAL.execute(
        () -> {
          try {
            String state = with.json().writeValueAsString(loaded.state());
            with.snapshots()
                .save(
                    loaded.stream(),
                    with.state().getName(),
                    with.fingerprint(),
                    new Snapshot(loaded.version(), loaded.position(), state));
          } catch (RuntimeException e) {
            warn(loaded.stream(), e);
          } finally {
            writes.release();
          }
        });
  }

  /** A snapshot only saves time: without it, all goes on. */
  private static void warn(StreamId stream, RuntimeException e) {
    LOG.atWarn().addKeyValue("stream", stream).setCause(e).log("snapshot left out");
  }
}
