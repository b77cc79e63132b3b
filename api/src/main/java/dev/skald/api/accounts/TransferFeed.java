package dev.skald.api.accounts;

import dev.skald.api.live.Feed;
import dev.skald.domain.accounts.TransferEvent;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.LogFilter;
import dev.skald.eventstore.LogPage;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import dev.skald.projections.accounts.TransferView;
import dev.skald.projections.engine.Fact;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Transfers as they take place: new ones only, or all after one that was seen. */
final class TransferFeed implements Feed {

  private static final LogFilter TRANSFERS = LogFilter.ofCategories(Set.of(TransferEvent.CATEGORY));
  private static final int PAGE = 200;

  private final EventStore store;
  private final EventTypeRegistry types;
  private long position;

  TransferFeed(EventStore store, EventTypeRegistry types) {
    this.store = store;
    this.types = types;
  }

  @Override
  public String category() {
    return TransferEvent.CATEGORY;
  }

  @Override
  public @Nullable StreamId stream() {
    return null;
  }

  @Override
  public boolean isOver(long seen) {
    return false;
  }

  @Override
  public void begin(@Nullable Long seen, Listener listener) throws IOException {
    position = seen == null ? store.head() : seen;
    listener.standsAt(position);
    next(listener);
  }

  @Override
  public void next(Listener listener) throws IOException {
    LogPage page;
    do {
      page = store.readLog(position, TRANSFERS, PAGE);
      for (RecordedEvent event : page.events()) {
        for (Record data : types.decode(event)) {
          Optional<TransferView> shown = TransferView.of(new Fact<>((TransferEvent) data, event));
          if (shown.isPresent()) {
            listener.hear(event.position(), shown.get());
          }
        }
      }
      position = page.position();
    } while (page.events().size() == PAGE);
  }

  @Override
  public boolean hasEnded() {
    return false;
  }
}
