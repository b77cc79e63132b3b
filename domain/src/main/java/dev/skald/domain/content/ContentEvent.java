package dev.skald.domain.content;

import dev.skald.domain.EventType;
import java.util.List;

/** What happens to one piece of content: the stream {@code content-<contentId>}. */
public sealed interface ContentEvent {

  String CATEGORY = "content";

  List<EventType> TYPES =
      List.of(
          EventType.of("ContentStored", 1, ContentStored.class),
          EventType.of("ContentDeleted", 1, ContentDeleted.class),
          EventType.of("ThumbnailsMade", 1, ThumbnailsMade.class),
          EventType.of("ThumbnailsDiscarded", 1, ThumbnailsDiscarded.class),
          EventType.of("MetadataExtracted", 1, MetadataExtracted.class),
          EventType.of("MetadataDiscarded", 1, MetadataDiscarded.class),
          EventType.of("ContentTranscoded", 1, ContentTranscoded.class),
          EventType.of("RenditionsDiscarded", 1, RenditionsDiscarded.class),
          EventType.of("ContentCatalogued", 1, ContentCatalogued.class),
          EventType.of("ContentWithdrawn", 1, ContentWithdrawn.class),
          EventType.of("ContentPublished", 1, ContentPublished.class));

  /**
   * The source has a place with us.
   *
   * @param storedBy the saga that did, which is also the one that may take it back
   */
  record ContentStored(Title title, SourceUrl source, List<Profile> profiles, String storedBy)
      implements ContentEvent {
    public ContentStored {
      profiles = List.copyOf(profiles);
    }
  }

  record ContentDeleted() implements ContentEvent {}

  record ThumbnailsMade(List<Thumbnail> thumbnails) implements ContentEvent {
    public ThumbnailsMade {
      thumbnails = List.copyOf(thumbnails);
    }
  }

  record ThumbnailsDiscarded() implements ContentEvent {}

  record MetadataExtracted(MediaMetadata metadata) implements ContentEvent {}

  record MetadataDiscarded() implements ContentEvent {}

  record ContentTranscoded(List<Rendition> renditions) implements ContentEvent {
    public ContentTranscoded {
      renditions = List.copyOf(renditions);
    }
  }

  record RenditionsDiscarded() implements ContentEvent {}

  record ContentCatalogued() implements ContentEvent {}

  record ContentWithdrawn() implements ContentEvent {}

  record ContentPublished() implements ContentEvent {}
}
