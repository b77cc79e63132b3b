package dev.skald.projections.content;

import dev.skald.domain.content.ContentEvent;
import dev.skald.domain.content.ContentEvent.ContentCatalogued;
import dev.skald.domain.content.ContentEvent.ContentDeleted;
import dev.skald.domain.content.ContentEvent.ContentPublished;
import dev.skald.domain.content.ContentEvent.ContentStored;
import dev.skald.domain.content.ContentEvent.ContentTranscoded;
import dev.skald.domain.content.ContentEvent.ContentWithdrawn;
import dev.skald.domain.content.ContentEvent.MetadataDiscarded;
import dev.skald.domain.content.ContentEvent.MetadataExtracted;
import dev.skald.domain.content.ContentEvent.RenditionsDiscarded;
import dev.skald.domain.content.ContentEvent.ThumbnailsDiscarded;
import dev.skald.domain.content.ContentEvent.ThumbnailsMade;
import dev.skald.domain.content.MediaMetadata;
import dev.skald.domain.content.Profile;
import dev.skald.domain.content.Rendition;
import dev.skald.domain.content.Thumbnail;
import dev.skald.projections.content.ContentView.Status;
import dev.skald.projections.engine.Fact;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Content as it is kept. */
record ContentRow(
    String contentId,
    String title,
    String sourceUrl,
    Status status,
    List<Profile> profiles,
    Made made,
    String sagaId,
    Instant storedAt,
    @Nullable Instant publishedAt,
    Instant updatedAt,
    long version,
    long storedPosition,
    long position) {

  ContentRow {
    profiles = List.copyOf(profiles);
  }

  /** What was made of the source. */
  record Made(
      List<Thumbnail> thumbnails, @Nullable MediaMetadata metadata, List<Rendition> renditions) {

    static final Made NOTHING = new Made(List.of(), null, List.of());

    Made {
      thumbnails = List.copyOf(thumbnails);
      renditions = List.copyOf(renditions);
    }

    Made withThumbnails(List<Thumbnail> now) {
      return new Made(now, metadata, renditions);
    }

    Made withMetadata(@Nullable MediaMetadata now) {
      return new Made(thumbnails, now, renditions);
    }

    Made withRenditions(List<Rendition> now) {
      return new Made(thumbnails, metadata, now);
    }
  }

  /** The content after one more of its events. */
  static ContentRow evolve(@Nullable ContentRow view, Fact<ContentEvent> fact) {
    return switch (fact.event()) {
      case ContentStored stored -> stored(stored, view, fact);
      case ContentDeleted _ -> known(view).now(Status.DELETED, Made.NOTHING, fact);
      case ThumbnailsMade(var made) -> known(view).with(had(view).withThumbnails(made), fact);
      case ThumbnailsDiscarded _ -> known(view).with(had(view).withThumbnails(List.of()), fact);
      case MetadataExtracted(var found) -> known(view).with(had(view).withMetadata(found), fact);
      case MetadataDiscarded _ -> known(view).with(had(view).withMetadata(null), fact);
      case ContentTranscoded(var made) -> known(view).with(had(view).withRenditions(made), fact);
      case RenditionsDiscarded _ -> known(view).with(had(view).withRenditions(List.of()), fact);
      case ContentCatalogued _ -> known(view).now(Status.CATALOGUED, had(view), fact);
      case ContentWithdrawn _ -> known(view).now(Status.STORED, had(view), fact);
      case ContentPublished _ -> known(view).now(Status.PUBLISHED, had(view), fact);
    };
  }

  /** What was deleted may be stored again, and keeps its place in lists. */
  private static ContentRow stored(
      ContentStored stored, @Nullable ContentRow before, Fact<ContentEvent> fact) {
    return new ContentRow(
        fact.id(),
        stored.title().value(),
        stored.source().value(),
        Status.STORED,
        stored.profiles(),
        Made.NOTHING,
        stored.storedBy(),
        fact.at(),
        null,
        fact.at(),
        fact.version(),
        before == null ? fact.position() : before.storedPosition(),
        fact.position());
  }

  private static ContentRow known(@Nullable ContentRow view) {
    if (view == null) {
      throw new IllegalStateException("content must be stored first");
    }
    return view;
  }

  private static Made had(@Nullable ContentRow view) {
    return known(view).made();
  }

  private ContentRow with(Made now, Fact<ContentEvent> fact) {
    return now(status, now, fact);
  }

  private ContentRow now(Status reached, Made has, Fact<ContentEvent> fact) {
    return new ContentRow(
        contentId,
        title,
        sourceUrl,
        reached,
        profiles,
        has,
        sagaId,
        storedAt,
        reached == Status.PUBLISHED ? fact.at() : null,
        fact.at(),
        fact.version(),
        storedPosition,
        fact.position());
  }
}
