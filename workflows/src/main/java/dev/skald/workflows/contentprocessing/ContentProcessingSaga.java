package dev.skald.workflows.contentprocessing;

import static dev.skald.workflows.engine.SagaRun.Join.FAIL_FAST;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.skald.domain.content.ContentId;
import dev.skald.domain.content.Profile;
import dev.skald.domain.content.SourceUrl;
import dev.skald.domain.content.Title;
import dev.skald.workflows.engine.Backoff;
import dev.skald.workflows.engine.Limits;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaRun;
import dev.skald.workflows.engine.SagaType;
import dev.skald.workflows.engine.SagaType.IfLost;
import dev.skald.workflows.engine.Step;
import dev.skald.workflows.steps.ContentSteps;
import dev.skald.workflows.steps.ContentSteps.CatalogueEntry;
import dev.skald.workflows.steps.ContentSteps.ExtractMetadata;
import dev.skald.workflows.steps.ContentSteps.ExtractedMetadata;
import dev.skald.workflows.steps.ContentSteps.MakeThumbnails;
import dev.skald.workflows.steps.ContentSteps.PublishContent;
import dev.skald.workflows.steps.ContentSteps.PublishedContent;
import dev.skald.workflows.steps.ContentSteps.Renditions;
import dev.skald.workflows.steps.ContentSteps.StoreContent;
import dev.skald.workflows.steps.ContentSteps.StoredContent;
import dev.skald.workflows.steps.ContentSteps.Thumbnails;
import dev.skald.workflows.steps.ContentSteps.TranscodeContent;
import dev.skald.workflows.steps.ContentSteps.UpdateCatalogue;
import dev.skald.workflows.steps.ContentSteps.ValidateContent;
import dev.skald.workflows.steps.ContentSteps.ValidatedContent;
import java.util.List;

/** What is made of content is made side by side; people see all of it, or none. */
public final class ContentProcessingSaga implements Saga<ContentProcessing> {

  private static final Backoff BACKOFF = Backoff.exponential(ofMillis(200), ofSeconds(30));

  /** Our own database: short, and soon mended. */
  private static final Limits.Expected HERE = Limits.quick(ofSeconds(10)).usually(ofMillis(30));

  private static final Step<ContentSteps, ValidateContent, ValidatedContent> VALIDATE_CONTENT =
      Step.reading(
          "validate-content",
          ContentSteps.class,
          ContentSteps::validate,
          HERE.tries(8, BACKOFF).thenCompensate());

  private static final Step<ContentSteps, StoreContent, StoredContent> STORE_CONTENT =
      Step.reversible(
          "store-content",
          ContentSteps.class,
          ContentSteps::store,
          ContentSteps::delete,
          HERE.tries(8, BACKOFF).thenCompensate());

  private static final Step<ContentSteps, MakeThumbnails, Thumbnails> MAKE_THUMBNAILS =
      Step.reversible(
          "make-thumbnails",
          ContentSteps.class,
          ContentSteps::makeThumbnails,
          ContentSteps::discardThumbnails,
          Limits.slow(ofMinutes(1)).usually(ofSeconds(2)).tries(5, BACKOFF).thenCompensate());

  private static final Step<ContentSteps, ExtractMetadata, ExtractedMetadata> EXTRACT_METADATA =
      Step.reversible(
          "extract-metadata",
          ContentSteps.class,
          ContentSteps::extractMetadata,
          ContentSteps::discardMetadata,
          Limits.slow(ofMinutes(1)).usually(ofSeconds(2)).tries(5, BACKOFF).thenCompensate());

  private static final Step<ContentSteps, TranscodeContent, Renditions> TRANSCODE =
      Step.reversible(
          "transcode",
          ContentSteps.class,
          ContentSteps::transcode,
          ContentSteps::discardRenditions,
          Limits.reporting(ofHours(2), ofSeconds(5))
              .usually(ofMinutes(1))
              .tries(5, BACKOFF)
              .thenCompensate());

  private static final Step<ContentSteps, UpdateCatalogue, CatalogueEntry> UPDATE_CATALOGUE =
      Step.reversible(
          "update-catalogue",
          ContentSteps.class,
          ContentSteps::updateCatalogue,
          ContentSteps::withdraw,
          HERE.tries(8, BACKOFF).thenCompensate());

  private static final Step<ContentSteps, PublishContent, PublishedContent> PUBLISH =
      Step.pivot(
          "publish", ContentSteps.class, ContentSteps::publish, HERE.triesWithoutEnd(BACKOFF));

  private static final SagaType<ContentProcessing> TYPE =
      SagaType.named("content-processing", ContentProcessing.class)
          .purpose(
              "Makes content ready to be seen, in all its qualities, or leaves no trace of it.")
          .startedBy(
              new ContentProcessing(
                  new ContentId("film-1"),
                  new Title("A film"),
                  new SourceUrl("https://example.com/film.mp4"),
                  List.of(new Profile("720p"), new Profile("1080p"))),
              content -> content.contentId() == null ? null : content.contentId().value())
          .deadline(ofHours(6))
          .ifLost(IfLost.RETRY)
          .steps(
              VALIDATE_CONTENT,
              STORE_CONTENT,
              MAKE_THUMBNAILS,
              EXTRACT_METADATA,
              TRANSCODE,
              UPDATE_CATALOGUE,
              PUBLISH);

  @Override
  public SagaType<ContentProcessing> type() {
    return TYPE;
  }

  @Override
  public void run(SagaRun saga, ContentProcessing request) {
    ContentId id = new ContentId(saga.businessKey());

    saga.step(
        VALIDATE_CONTENT,
        new ValidateContent(id, request.title(), request.sourceUrl(), request.profiles()));
    saga.step(
        STORE_CONTENT,
        new StoreContent(id, request.title(), request.sourceUrl(), request.profiles()));

    saga.join(
        FAIL_FAST,
        saga.branch(() -> saga.step(MAKE_THUMBNAILS, new MakeThumbnails(id))),
        saga.branch(() -> saga.step(EXTRACT_METADATA, new ExtractMetadata(id))),
        saga.branch(() -> saga.step(TRANSCODE, new TranscodeContent(id))));

    saga.step(UPDATE_CATALOGUE, new UpdateCatalogue(id));
    saga.step(PUBLISH, new PublishContent(id));
  }
}
