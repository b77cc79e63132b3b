package dev.skald.projections.content;

import dev.skald.domain.content.MediaMetadata;
import dev.skald.domain.content.Profile;
import dev.skald.domain.content.Rendition;
import dev.skald.domain.content.Thumbnail;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Content as people see it.
 *
 * @param profiles that were asked for; the renditions are what there is
 * @param catalogued whether it stands in the catalogue, published or not
 * @param sagaId the saga that stored it
 */
public record ContentView(
    String contentId,
    String title,
    String sourceUrl,
    Status status,
    boolean catalogued,
    List<Profile> profiles,
    List<Rendition> renditions,
    List<Thumbnail> thumbnails,
    @Nullable MediaMetadata metadata,
    String sagaId,
    Instant storedAt,
    @Nullable Instant publishedAt,
    Instant updatedAt,
    long version,
    long storedPosition,
    long position) {

  public ContentView {
    profiles = List.copyOf(profiles);
    renditions = List.copyOf(renditions);
    thumbnails = List.copyOf(thumbnails);
  }

  public enum Status {
    STORED,
    CATALOGUED,
    PUBLISHED,
    DELETED
  }

  static ContentView of(ContentRow row) {
    return new ContentView(
        row.contentId(),
        row.title(),
        row.sourceUrl(),
        row.status(),
        row.status() == Status.CATALOGUED || row.status() == Status.PUBLISHED,
        row.profiles(),
        row.made().renditions(),
        row.made().thumbnails(),
        row.made().metadata(),
        row.sagaId(),
        row.storedAt(),
        row.publishedAt(),
        row.updatedAt(),
        row.version(),
        row.storedPosition(),
        row.position());
  }
}
