package dev.skald.workflows.steps;

import dev.skald.domain.content.ContentId;
import dev.skald.domain.content.MediaMetadata;
import dev.skald.domain.content.Profile;
import dev.skald.domain.content.Rendition;
import dev.skald.domain.content.SourceUrl;
import dev.skald.domain.content.Thumbnail;
import dev.skald.domain.content.Title;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.UndoAnswer;
import io.temporal.activity.ActivityInterface;
import java.util.List;

/** What becomes of content in sagas. Each undo discards what its step made. */
@ActivityInterface(namePrefix = "content.")
public interface ContentSteps {

  /** Refused where there is such content already. It changes nothing. */
  StepAnswer<ValidatedContent> validate(StepCall call, ValidateContent command);

  StepAnswer<StoredContent> store(StepCall call, StoreContent command);

  UndoAnswer delete(StepCall call, StoreContent command);

  StepAnswer<Thumbnails> makeThumbnails(StepCall call, MakeThumbnails command);

  UndoAnswer discardThumbnails(StepCall call, MakeThumbnails command);

  StepAnswer<ExtractedMetadata> extractMetadata(StepCall call, ExtractMetadata command);

  UndoAnswer discardMetadata(StepCall call, ExtractMetadata command);

  /**
   * Takes long: it reports how far it has come, goes on from there after a crash, and ends when it
   * is cancelled. Refused by content that turns out to be corrupt.
   */
  StepAnswer<Renditions> transcode(StepCall call, TranscodeContent command);

  UndoAnswer discardRenditions(StepCall call, TranscodeContent command);

  /** Refused as long as thumbnails, metadata or renditions are missing. */
  StepAnswer<CatalogueEntry> updateCatalogue(StepCall call, UpdateCatalogue command);

  UndoAnswer withdraw(StepCall call, UpdateCatalogue command);

  /** From now on people can see it. */
  StepAnswer<PublishedContent> publish(StepCall call, PublishContent command);

  record ValidateContent(
      ContentId contentId, Title title, SourceUrl source, List<Profile> profiles) {
    public ValidateContent {
      profiles = List.copyOf(profiles);
    }
  }

  /**
   * What holds of the source as far as its address tells.
   *
   * @param container such as mp4; unknown where the address does not tell
   */
  record ValidatedContent(String container) {}

  record StoreContent(ContentId contentId, Title title, SourceUrl source, List<Profile> profiles) {
    public StoreContent {
      profiles = List.copyOf(profiles);
    }
  }

  record StoredContent(ContentId contentId) {}

  record MakeThumbnails(ContentId contentId) {}

  record Thumbnails(List<Thumbnail> thumbnails) {
    public Thumbnails {
      thumbnails = List.copyOf(thumbnails);
    }
  }

  record ExtractMetadata(ContentId contentId) {}

  record ExtractedMetadata(MediaMetadata metadata) {}

  record TranscodeContent(ContentId contentId) {}

  record Renditions(List<Rendition> renditions) {
    public Renditions {
      renditions = List.copyOf(renditions);
    }
  }

  record UpdateCatalogue(ContentId contentId) {}

  record CatalogueEntry(ContentId contentId) {}

  record PublishContent(ContentId contentId) {}

  record PublishedContent(ContentId contentId) {}
}
