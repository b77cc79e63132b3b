package dev.skald.domain.content;

import dev.skald.domain.Decision;
import dev.skald.domain.Refusal;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A piece of content as its events have left it, and what may be done with it next. */
public sealed interface Content {

  Content NONE = new None();
  Refusal UNKNOWN = new Refusal("content-unknown", "there is no such content");

  /** Never stored, or deleted: it can be stored (again). */
  record None() implements Content {}

  record Existing(
      Title title, SourceUrl source, List<Profile> profiles, String storedBy, Set<Part> parts)
      implements Content {
    public Existing {
      profiles = List.copyOf(profiles);
      parts = Set.copyOf(parts);
    }
  }

  /** What there is of it beside the source. */
  enum Part {
    THUMBNAILS,
    METADATA,
    RENDITIONS,
    CATALOGUE_ENTRY,
    PUBLICATION
  }

  static Content evolve(Content content, ContentEvent event) {
    return switch (event) {
      case ContentStored(var title, var source, var profiles, var storedBy) ->
          new Existing(title, source, profiles, storedBy, Set.of());
      case ContentDeleted _ -> NONE;
      case ThumbnailsMade _ -> with(content, Part.THUMBNAILS);
      case ThumbnailsDiscarded _ -> without(content, Part.THUMBNAILS);
      case MetadataExtracted _ -> with(content, Part.METADATA);
      case MetadataDiscarded _ -> without(content, Part.METADATA);
      case ContentTranscoded _ -> with(content, Part.RENDITIONS);
      case RenditionsDiscarded _ -> without(content, Part.RENDITIONS);
      case ContentCatalogued _ -> with(content, Part.CATALOGUE_ENTRY);
      case ContentWithdrawn _ -> without(content, Part.CATALOGUE_ENTRY);
      case ContentPublished _ -> with(content, Part.PUBLICATION);
    };
  }

  /** Changes nothing: whether it could be stored now. */
  static Decision<ContentEvent> validate(Content content, List<Profile> profiles) {
    return switch (content) {
      case Existing _ -> Decision.refuse("content-exists", "there is content with this id already");
      case None _ when profiles.isEmpty() ->
          Decision.refuse("no-profiles", "content needs at least one profile");
      case None _ -> Decision.unchanged();
    };
  }

  static Decision<ContentEvent> store(
      Content content, Title title, SourceUrl source, List<Profile> profiles, String storedBy) {
    return switch (validate(content, profiles)) {
      case Decision.Refused<ContentEvent> refused -> refused;
      case Decision.Accepted<ContentEvent> _ ->
          Decision.accept(new ContentStored(title, source, profiles, storedBy));
    };
  }

  /** Adds what was made of the source: thumbnails, metadata, renditions. */
  static Decision<ContentEvent> add(Content content, ContentEvent made) {
    return switch (content) {
      case None _ -> unknown();
      case Existing _ -> Decision.accept(made);
    };
  }

  static Decision<ContentEvent> catalogue(Content content) {
    return switch (content) {
      case None _ -> unknown();
      case Existing existing -> {
        Set<Part> missing = EnumSet.of(Part.THUMBNAILS, Part.METADATA, Part.RENDITIONS);
        missing.removeAll(existing.parts());
        yield missing.isEmpty()
            ? Decision.accept(new ContentCatalogued())
            : Decision.refuse(
                "content-incomplete", "it cannot be catalogued without %s".formatted(missing));
      }
    };
  }

  static Decision<ContentEvent> publish(Content content) {
    return switch (content) {
      case None _ -> unknown();
      case Existing existing when !existing.parts().contains(Part.CATALOGUE_ENTRY) ->
          Decision.refuse("content-not-catalogued", "only what is catalogued can be published");
      case Existing _ -> Decision.accept(new ContentPublished());
    };
  }

  /**
   * Takes back one part of it, unless it was stored anew by another since. What is published stays
   * whole: people are looking at it.
   */
  static Decision<ContentEvent> discard(Content content, Part part, String storedBy) {
    return switch (content) {
      case None _ -> Decision.unchanged();
      case Existing existing when !existing.storedBy().equals(storedBy) -> Decision.unchanged();
      case Existing existing when isPublished(existing) -> published();
      case Existing existing when !existing.parts().contains(part) -> Decision.unchanged();
      case Existing _ ->
          switch (part) {
            case THUMBNAILS -> Decision.accept(new ThumbnailsDiscarded());
            case METADATA -> Decision.accept(new MetadataDiscarded());
            case RENDITIONS -> Decision.accept(new RenditionsDiscarded());
            case CATALOGUE_ENTRY -> Decision.accept(new ContentWithdrawn());
            case PUBLICATION -> published();
          };
    };
  }

  static Decision<ContentEvent> delete(Content content, String storedBy) {
    return switch (content) {
      case None _ -> Decision.unchanged();
      case Existing existing when !existing.storedBy().equals(storedBy) -> Decision.unchanged();
      case Existing existing when isPublished(existing) -> published();
      case Existing _ -> Decision.accept(new ContentDeleted());
    };
  }

  private static boolean isPublished(Existing content) {
    return content.parts().contains(Part.PUBLICATION);
  }

  private static Decision<ContentEvent> published() {
    return Decision.refuse("content-published", "what is published cannot be taken back");
  }

  private static Decision<ContentEvent> unknown() {
    return new Decision.Refused<>(UNKNOWN);
  }

  private static Content with(Content content, Part part) {
    Set<Part> parts = EnumSet.of(part);
    parts.addAll(existing(content).parts());
    return withParts(content, parts);
  }

  private static Content without(Content content, Part part) {
    Set<Part> parts = EnumSet.noneOf(Part.class);
    parts.addAll(existing(content).parts());
    parts.remove(part);
    return withParts(content, parts);
  }

  private static Content withParts(Content content, Set<Part> parts) {
    Existing existing = existing(content);
    return new Existing(
        existing.title(), existing.source(), existing.profiles(), existing.storedBy(), parts);
  }

  private static Existing existing(Content content) {
    return switch (content) {
      case Existing existing -> existing;
      case None _ -> throw new IllegalStateException("content must be stored first");
    };
  }
}
