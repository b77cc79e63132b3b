package dev.skald.projections.engine;

import dev.skald.projections.engine.Checkpoints.Move;
import dev.skald.projections.engine.Folder.Batch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds a batch, also while whoever handed it over fetches the next one; never two at a time. It
 * belongs to one thread.
 */
final class FoldingBehind {

  private static final Logger LOG = LoggerFactory.getLogger(FoldingBehind.class);

  /** So many records in a batch promise more to come. */
  private static final int LARGE = 200;

  /** Hears of each batch that was folded, and whether its projection's position is told by it. */
  interface Listener {
    void folded(boolean claimed);
  }

  private record UnderWay(List<Move> moves, CompletableFuture<@Nullable Void> folded) {}

  private final Projection projection;
  private final Folder folder;
  private final ProjectionMetrics metrics;
  private final Due due;
  private final Listener listener;
  private @Nullable UnderWay underWay;

  FoldingBehind(
      Projection projection, Folder folder, Due due, ProjectionMetrics metrics, Listener listener) {
    this.projection = projection;
    this.folder = folder;
    this.metrics = metrics;
    this.due = due;
    this.listener = listener;
  }

  boolean isIdle() {
    return underWay == null;
  }

  /**
   * A small batch is folded here and now, and what arrives meanwhile is the next one; with a large
   * one it is only begun, since there is more to fetch. Answers how far it has got. Only where
   * nothing is under way.
   */
  List<Move> fold(Batch batch) {
    if (batch.events().size() + batch.foreign().size() < LARGE) {
      write(batch);
      return batch.moves();
    }
    begin(batch);
    return List.of();
  }

  /** It goes on from what the database has: what was folded since may be lost. */
  void beginAnew() {
    due.forgetAhead();
  }

  private void begin(Batch batch) {
    CompletableFuture<@Nullable Void> folded = new CompletableFuture<>();
    underWay = new UnderWay(batch.moves(), folded);
    Thread.ofVirtual()
        .name("projection-" + projection.name() + "-batch")
        .start(
            () -> {
              try {
                write(batch);
                folded.complete(null);
              } catch (Throwable e) {
                folded.completeExceptionally(e);
              }
            });
  }

  /**
   * Waits for what is under way, and answers how far that has got.
   *
   * @throws RuntimeException what went wrong with it; it is under way no more then
   */
  List<Move> end() {
    UnderWay ended = underWay;
    if (ended == null) {
      return List.of();
    }
    underWay = null;
    try {
      ended.folded().join();
      return ended.moves();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void write(Batch batch) {
    long start = System.nanoTime();
    Claim claim = due.with(batch);
    boolean claimed = fold(batch, claim);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    metrics.folded(batch.events(), batch.foreign().size(), took);
    if (!batch.foreign().isEmpty()) {
      LOG.atWarn()
          .addKeyValue("projection", projection.name())
          .addKeyValue("records", batch.foreign().size())
          .log("Set aside records that are not in the log");
    }
    listener.folded(claimed);
  }

  private boolean fold(Batch batch, Claim claim) {
    try {
      boolean claimed = folder.fold(batch, claim) && !claim.equals(Claim.NONE);
      due.folded(batch, claimed ? claim : Claim.NONE);
      return claimed;
    } catch (RuntimeException e) {
      due.forgetAhead();
      throw e;
    }
  }
}
