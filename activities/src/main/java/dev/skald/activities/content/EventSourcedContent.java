package dev.skald.activities.content;

import dev.skald.activities.Once;
import dev.skald.activities.Outcome;
import dev.skald.activities.StepRecorder;
import dev.skald.activities.Streams;
import dev.skald.domain.Decision;
import dev.skald.domain.Refusal;
import dev.skald.domain.content.Content;
import dev.skald.domain.content.Content.Part;
import dev.skald.domain.content.ContentEvent;
import dev.skald.domain.content.ContentEvent.ContentTranscoded;
import dev.skald.domain.content.ContentEvent.MetadataExtracted;
import dev.skald.domain.content.ContentEvent.ThumbnailsMade;
import dev.skald.domain.content.ContentId;
import dev.skald.domain.content.MediaMetadata;
import dev.skald.domain.content.Rendition;
import dev.skald.domain.content.Thumbnail;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.UndoAnswer;
import dev.skald.workflows.steps.ContentSteps;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The steps of content, all decided on its one stream, also where branches run side by side. */
final class EventSourcedContent implements ContentSteps {

  private final StepRecorder recorder;
  private final Streams<Content, ContentEvent> contents;
  private final Transcoder transcoder;
  private final int segments;

  EventSourcedContent(
      StepRecorder recorder,
      Streams<Content, ContentEvent> contents,
      Transcoder transcoder,
      int segments) {
    this.recorder = recorder;
    this.contents = contents;
    this.transcoder = transcoder;
    this.segments = segments;
  }

  @Override
  public StepAnswer<ValidatedContent> validate(StepCall call, ValidateContent command) {
    return recorder.perform(
        call,
        command,
        ValidatedContent.class,
        () ->
            contents.decide(
                command.contentId().value(),
                content -> Content.validate(content, command.profiles()),
                _ -> new ValidatedContent(SourceMedia.container(command.source()))));
  }

  @Override
  public StepAnswer<StoredContent> store(StepCall call, StoreContent command) {
    return recorder.perform(
        call,
        command,
        StoredContent.class,
        () ->
            contents.decide(
                command.contentId().value(),
                content ->
                    Content.store(
                        content,
                        command.title(),
                        command.source(),
                        command.profiles(),
                        call.sagaId()),
                _ -> new StoredContent(command.contentId())));
  }

  @Override
  public UndoAnswer delete(StepCall call, StoreContent command) {
    return undo(
        call, command, command.contentId(), content -> Content.delete(content, call.sagaId()));
  }

  @Override
  public StepAnswer<Thumbnails> makeThumbnails(StepCall call, MakeThumbnails command) {
    return recorder.perform(
        call,
        command,
        Thumbnails.class,
        () ->
            ofExisting(
                command.contentId(),
                content -> {
                  List<Thumbnail> made = source(content).thumbnails();
                  return add(command.contentId(), new ThumbnailsMade(made), new Thumbnails(made));
                }));
  }

  @Override
  public UndoAnswer discardThumbnails(StepCall call, MakeThumbnails command) {
    return discard(call, command, command.contentId(), Part.THUMBNAILS);
  }

  @Override
  public StepAnswer<ExtractedMetadata> extractMetadata(StepCall call, ExtractMetadata command) {
    return recorder.perform(
        call,
        command,
        ExtractedMetadata.class,
        () ->
            ofExisting(
                command.contentId(),
                content -> {
                  MediaMetadata found = source(content).metadata();
                  return add(
                      command.contentId(),
                      new MetadataExtracted(found),
                      new ExtractedMetadata(found));
                }));
  }

  @Override
  public UndoAnswer discardMetadata(StepCall call, ExtractMetadata command) {
    return discard(call, command, command.contentId(), Part.METADATA);
  }

  @Override
  public StepAnswer<Renditions> transcode(StepCall call, TranscodeContent command) {
    // Branches race for the stream, and a lost race decides anew; the work is done only once.
    Once<Content.Existing, Optional<List<Rendition>>> work =
        new Once<>(content -> transcoder.transcode(call, content));
    return recorder.perform(
        call,
        command,
        Renditions.class,
        () ->
            ofExisting(
                command.contentId(),
                content ->
                    work.of(content)
                        .map(
                            made ->
                                add(
                                    command.contentId(),
                                    new ContentTranscoded(made),
                                    new Renditions(made)))
                        .orElseGet(EventSourcedContent::corrupt)));
  }

  @Override
  public UndoAnswer discardRenditions(StepCall call, TranscodeContent command) {
    return discard(call, command, command.contentId(), Part.RENDITIONS);
  }

  @Override
  public StepAnswer<CatalogueEntry> updateCatalogue(StepCall call, UpdateCatalogue command) {
    return recorder.perform(
        call,
        command,
        CatalogueEntry.class,
        () ->
            contents.decide(
                command.contentId().value(),
                Content::catalogue,
                _ -> new CatalogueEntry(command.contentId())));
  }

  @Override
  public UndoAnswer withdraw(StepCall call, UpdateCatalogue command) {
    return discard(call, command, command.contentId(), Part.CATALOGUE_ENTRY);
  }

  @Override
  public StepAnswer<PublishedContent> publish(StepCall call, PublishContent command) {
    return recorder.perform(
        call,
        command,
        PublishedContent.class,
        () ->
            contents.decide(
                command.contentId().value(),
                Content::publish,
                _ -> new PublishedContent(command.contentId())));
  }

  private <A> Outcome<A> ofExisting(ContentId id, Function<Content.Existing, Outcome<A>> outcome) {
    return switch (contents.load(id.value()).state()) {
      case Content.None _ -> new Outcome.Refused<>(Content.UNKNOWN);
      case Content.Existing existing -> outcome.apply(existing);
    };
  }

  private <A> Outcome<A> add(ContentId id, ContentEvent made, A answer) {
    return contents.decide(id.value(), content -> Content.add(content, made), _ -> answer);
  }

  private static <A> Outcome<A> corrupt() {
    return new Outcome.Refused<>(
        new Refusal("corrupt-content", "the source is corrupt and cannot be transcoded"));
  }

  private UndoAnswer discard(StepCall call, Record command, ContentId id, Part part) {
    return undo(call, command, id, content -> Content.discard(content, part, call.sagaId()));
  }

  private UndoAnswer undo(
      StepCall call,
      Record command,
      ContentId id,
      Function<Content, Decision<ContentEvent>> decision) {
    return recorder.undo(
        call, command, () -> contents.decide(id.value(), decision, content -> content));
  }

  private SourceMedia source(Content.Existing content) {
    return new SourceMedia(content.source(), segments);
  }
}
