package dev.skald.activities.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.activities.RehearsalProperties;
import dev.skald.activities.StepProgress;
import dev.skald.activities.TestLog;
import dev.skald.domain.content.ContentId;
import dev.skald.domain.content.Profile;
import dev.skald.domain.content.SourceUrl;
import dev.skald.domain.content.Title;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.UndoAnswer;
import dev.skald.workflows.steps.ContentSteps;
import dev.skald.workflows.steps.ContentSteps.ExtractMetadata;
import dev.skald.workflows.steps.ContentSteps.MakeThumbnails;
import dev.skald.workflows.steps.ContentSteps.PublishContent;
import dev.skald.workflows.steps.ContentSteps.Renditions;
import dev.skald.workflows.steps.ContentSteps.StoreContent;
import dev.skald.workflows.steps.ContentSteps.TranscodeContent;
import dev.skald.workflows.steps.ContentSteps.UpdateCatalogue;
import dev.skald.workflows.steps.ContentSteps.ValidateContent;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.Jackson3JsonPayloadConverter;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The steps of content inside of activities, as a worker runs them. */
class EventSourcedContentTest {

  private static final int SEGMENTS = 4;
  private static final List<Profile> PROFILES = List.of(new Profile("480p"), new Profile("720p"));
  private static final SourceUrl SOURCE = new SourceUrl("https://example.com/film.mp4");

  private static TestLog log;

  private final ContentId content = new ContentId(UUID.randomUUID().toString());
  private final String saga = "content-processing-" + content;
  private TestActivityEnvironment temporal;
  private ContentSteps steps;

  @BeforeAll
  static void openLog() {
    log = new TestLog();
  }

  @AfterAll
  static void closeLog() {
    log.close();
  }

  @BeforeEach
  void start() {
    temporal = environment();
    steps = begin(temporal, Duration.ofMillis(5), true);
  }

  @AfterEach
  void stop() {
    temporal.close();
  }

  private void restart(Duration segmentTime, boolean rehearsal) {
    temporal.close();
    temporal = environment();
    steps = begin(temporal, segmentTime, rehearsal);
  }

  private static TestActivityEnvironment environment() {
    return TestActivityEnvironment.newInstance(
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(
                        DefaultDataConverter.newDefaultInstance()
                            .withPayloadConverterOverrides(
                                new Jackson3JsonPayloadConverter(EventTypeRegistry.jsonMapper())))
                    .build())
            .build());
  }

  private static ContentSteps begin(
      TestActivityEnvironment temporal, Duration segmentTime, boolean rehearsal) {
    ContentConfiguration context = new ContentConfiguration();
    temporal.registerActivitiesImplementations(
        context.contentSteps(
            log.recorder(),
            context.contentStreams(log.store(), log.types()),
            new StepProgress(log.store()),
            new TranscodingProperties(SEGMENTS, segmentTime),
            new RehearsalProperties(rehearsal)));
    return temporal.newActivityStub(
        ContentSteps.class,
        ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofMinutes(1)).build());
  }

  @Test
  void content_is_validated_stored_processed_and_published() {
    assertThat(validate("validate-content").answer().container()).isEqualTo("mp4");
    store("Film");
    steps.makeThumbnails(call("make-thumbnails"), new MakeThumbnails(content));
    steps.extractMetadata(call("extract-metadata"), new ExtractMetadata(content));
    transcode();
    steps.updateCatalogue(call("update-catalogue"), new UpdateCatalogue(content));
    steps.publish(call("publish"), new PublishContent(content));

    assertThat(types())
        .containsExactly(
            "ContentStored",
            "ThumbnailsMade",
            "MetadataExtracted",
            "ContentTranscoded",
            "ContentCatalogued",
            "ContentPublished");
  }

  @Test
  void validation_changes_nothing_and_refuses_what_is_there_already() {
    validate("validate-content");
    assertThat(types()).isEmpty();
    store("Film");

    refused("content-exists", () -> validate("validate-again"));
  }

  @Test
  void the_three_branches_may_finish_at_the_same_moment() throws Exception {
    store("Film");

    List<Callable<Object>> branches =
        List.of(
            () -> steps.makeThumbnails(call("make-thumbnails"), new MakeThumbnails(content)),
            () -> steps.extractMetadata(call("extract-metadata"), new ExtractMetadata(content)),
            this::transcode);

    assertThat(TestLog.together(branches)).doesNotContainNull();
    assertThat(types())
        .containsExactlyInAnyOrder(
            "ContentStored", "ThumbnailsMade", "MetadataExtracted", "ContentTranscoded");
  }

  @Test
  void each_step_happens_once_and_is_undone_once() {
    StoreContent storing = storing("Film");
    steps.store(call("store-content"), storing);
    MakeThumbnails thumbnails = new MakeThumbnails(content);
    ExtractMetadata metadata = new ExtractMetadata(content);
    TranscodeContent transcoding = new TranscodeContent(content);
    UpdateCatalogue catalogue = new UpdateCatalogue(content);
    twice(() -> steps.makeThumbnails(call("make-thumbnails"), thumbnails));
    twice(() -> steps.extractMetadata(call("extract-metadata"), metadata));
    twice(() -> steps.transcode(call("transcode"), transcoding));
    twice(() -> steps.updateCatalogue(call("update-catalogue"), catalogue));

    changedTwice(() -> steps.withdraw(call("update-catalogue"), catalogue));
    changedTwice(() -> steps.discardRenditions(call("transcode"), transcoding));
    changedTwice(() -> steps.discardMetadata(call("extract-metadata"), metadata));
    changedTwice(() -> steps.discardThumbnails(call("make-thumbnails"), thumbnails));
    changedTwice(() -> steps.delete(call("store-content"), storing));

    assertThat(types())
        .containsExactly(
            "ContentStored",
            "ThumbnailsMade",
            "MetadataExtracted",
            "ContentTranscoded",
            "ContentCatalogued",
            "ContentWithdrawn",
            "RenditionsDiscarded",
            "MetadataDiscarded",
            "ThumbnailsDiscarded",
            "ContentDeleted");
  }

  @Test
  void what_is_undone_before_it_is_done_is_never_done() {
    store("Film");

    assertThat(steps.discardRenditions(call("transcode"), new TranscodeContent(content)).changed())
        .isFalse();

    refused("step-undone", this::transcode);
    assertThat(types()).containsExactly("ContentStored");
  }

  @Test
  void a_late_undo_leaves_alone_what_another_saga_has_stored_since() {
    store("Film");
    steps.makeThumbnails(call("make-thumbnails"), new MakeThumbnails(content));
    steps.delete(call("store-content"), storing("Film"));
    StepCall other = TestLog.call(saga + "-2", "store-content");
    steps.store(other, storing("Another film"));
    steps.makeThumbnails(TestLog.call(saga + "-2", "make-thumbnails"), new MakeThumbnails(content));

    steps.discardThumbnails(call("make-thumbnails"), new MakeThumbnails(content));

    assertThat(types()).endsWith("ContentStored", "ThumbnailsMade");
  }

  @Test
  void corrupt_content_fails_finally_after_some_progress() {
    List<Transcoding> heartbeats = heartbeats();
    store("corrupt-film");

    refused("corrupt-content", this::transcode);

    assertThat(heartbeats).isNotEmpty();
    assertThat(log.typesOf("saga-" + saga)).contains("StepProgressed").endsWith("StepRefused");
  }

  @Test
  void a_title_is_only_a_title_where_nothing_is_rehearsed() {
    restart(Duration.ZERO, false);
    store("corrupt-film");

    assertThat(transcode().renditions()).hasSize(2);
  }

  @Test
  void a_transcoding_that_was_cut_off_goes_on_where_it_was_last_heard_of() {
    store("Film");
    Transcoding heard = Transcoding.begin(SEGMENTS);
    for (int i = 0; i < 5; i++) {
      heard = heard.next(new SourceMedia(SOURCE, SEGMENTS), PROFILES);
    }
    temporal.setHeartbeatDetails(heard);
    List<Transcoding> heartbeats = heartbeats();

    Renditions resumed = transcode();

    assertThat(heartbeats.getFirst().done()).isEqualTo(6);
    assertThat(resumed.renditions()).isEqualTo(fromTheBeginning().renditions());
  }

  @Test
  void a_cancelled_transcoding_ends_long_before_its_segment_and_makes_nothing() {
    restart(Duration.ofMinutes(10), true);
    store("Film");
    temporal.requestCancelActivity();
    long started = System.nanoTime();

    assertThatThrownBy(this::transcode).isInstanceOf(CanceledFailure.class);

    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
    assertThat(types()).containsExactly("ContentStored");
  }

  @Test
  void a_transcoding_is_nothing_for_the_quick_try() {
    store("Film");
    ContentSteps quick =
        temporal.newLocalActivityStub(
            ContentSteps.class,
            LocalActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofMinutes(1)).build(),
            Map.of());

    assertThatThrownBy(() -> quick.transcode(call("transcode"), new TranscodeContent(content)))
        .hasStackTraceContaining("too long for a quick try");
  }

  @Test
  void nothing_is_made_of_what_is_not_there() {
    refused("content-unknown", this::transcode);
    refused(
        "content-unknown",
        () -> steps.makeThumbnails(call("make-thumbnails"), new MakeThumbnails(content)));
  }

  private Renditions transcode() {
    return steps.transcode(call("transcode"), new TranscodeContent(content)).answer();
  }

  /** Of a second piece of content with the same source. */
  private Renditions fromTheBeginning() {
    restart(Duration.ZERO, true);
    ContentId second = new ContentId(content + "-2");
    steps.store(
        TestLog.call(saga + "-2", "store-content"),
        new StoreContent(second, new Title("Film"), SOURCE, PROFILES));
    return steps
        .transcode(TestLog.call(saga + "-2", "transcode"), new TranscodeContent(second))
        .answer();
  }

  private StepAnswer<ContentSteps.ValidatedContent> validate(String step) {
    return steps.validate(
        call(step), new ValidateContent(content, new Title("Film"), SOURCE, PROFILES));
  }

  private void store(String title) {
    steps.store(call("store-content"), storing(title));
  }

  private StoreContent storing(String title) {
    return new StoreContent(content, new Title(title), SOURCE, PROFILES);
  }

  private List<Transcoding> heartbeats() {
    List<Transcoding> heartbeats = Collections.synchronizedList(new ArrayList<>());
    temporal.setActivityHeartbeatListener(Transcoding.class, heartbeats::add);
    return heartbeats;
  }

  private static <T> void twice(Supplier<T> step) {
    T first = step.get();
    assertThat(step.get()).isEqualTo(first);
  }

  private static void changedTwice(Supplier<UndoAnswer> undo) {
    assertThat(undo.get().changed()).isTrue();
    assertThat(undo.get().changed()).isTrue();
  }

  private static void refused(String code, Runnable step) {
    assertThatThrownBy(step::run)
        .isInstanceOf(ActivityFailure.class)
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class, no -> assertThat(no.getType()).isEqualTo(code));
  }

  private StepCall call(String step) {
    return TestLog.call(saga, step);
  }

  private List<String> types() {
    return log.typesOf("content-" + content);
  }
}
