package dev.skald.api.live;

import dev.skald.eventstore.StreamId;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What one listener is shown of something that changes. */
public interface Feed {

  /** Which events change it. */
  String category();

  /** The one stream that changes it; null where all of the category do. */
  @Nullable StreamId stream();

  /** Whether there is nothing more to come for one who has seen what was up to then. */
  boolean isOver(long seen);

  /**
   * Shows where one begins.
   *
   * @param seen the position up to which all was seen before; null for one who is new
   */
  void begin(@Nullable Long seen, Listener listener) throws IOException;

  /** Shows what has come since. */
  void next(Listener listener) throws IOException;

  /** Whether nothing more will ever come. */
  boolean hasEnded();

  /** Somebody who is shown changes. */
  interface Listener {

    /**
     * Shows one.
     *
     * @param position of the change, which the listener may resume after; null where it has none
     * @throws IOException nobody listens any more
     */
    void hear(@Nullable Long position, Object what) throws IOException;

    /** Tells where the listener stands, who then misses nothing even if it comes again at once. */
    void standsAt(long position) throws IOException;
  }
}
