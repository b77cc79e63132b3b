package dev.skald.domain.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.domain.Decision;
import dev.skald.domain.content.Content.Part;
import dev.skald.domain.content.ContentEvent.ContentCatalogued;
import dev.skald.domain.content.ContentEvent.ContentDeleted;
import dev.skald.domain.content.ContentEvent.ContentPublished;
import dev.skald.domain.content.ContentEvent.ContentStored;
import dev.skald.domain.content.ContentEvent.ContentTranscoded;
import dev.skald.domain.content.ContentEvent.ContentWithdrawn;
import dev.skald.domain.content.ContentEvent.MetadataExtracted;
import dev.skald.domain.content.ContentEvent.RenditionsDiscarded;
import dev.skald.domain.content.ContentEvent.ThumbnailsMade;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTest {

  private static final Title TITLE = new Title("Film");
  private static final SourceUrl SOURCE = new SourceUrl("https://example.com/film.mp4");
  private static final List<Profile> PROFILES = List.of(new Profile("720p"));
  private static final String SAGA = "saga-1";
  private static final ThumbnailsMade THUMBNAILS = new ThumbnailsMade(List.of());
  private static final MetadataExtracted METADATA =
      new MetadataExtracted(new MediaMetadata("mp4", Duration.ofMinutes(1), 1, 1, 1, "c"));
  private static final ContentTranscoded RENDITIONS = new ContentTranscoded(List.of());
  private static final ContentCatalogued CATALOGUED = new ContentCatalogued();

  @Test
  void content_is_stored_once() {
    assertThat(Content.store(Content.NONE, TITLE, SOURCE, PROFILES, SAGA))
        .isEqualTo(Decision.accept(new ContentStored(TITLE, SOURCE, PROFILES, SAGA)));
    assertThat(refusal(Content.store(given(), TITLE, SOURCE, PROFILES, SAGA)))
        .isEqualTo("content-exists");
    assertThat(refusal(Content.validate(given(), PROFILES))).isEqualTo("content-exists");
    assertThat(refusal(Content.validate(Content.NONE, List.of()))).isEqualTo("no-profiles");
    assertThat(Content.validate(Content.NONE, PROFILES)).isEqualTo(Decision.unchanged());
  }

  @Test
  void what_was_deleted_can_be_stored_again() {
    assertThat(Content.store(given(new ContentDeleted()), TITLE, SOURCE, PROFILES, SAGA))
        .isInstanceOf(Decision.Accepted.class);
  }

  @Test
  void only_what_is_whole_is_catalogued_and_only_what_is_catalogued_is_published() {
    assertThat(refusal(Content.catalogue(given(THUMBNAILS, METADATA))))
        .isEqualTo("content-incomplete");
    assertThat(Content.catalogue(given(THUMBNAILS, METADATA, RENDITIONS)))
        .isEqualTo(Decision.accept(CATALOGUED));
    assertThat(refusal(Content.publish(given(THUMBNAILS, METADATA, RENDITIONS))))
        .isEqualTo("content-not-catalogued");
    assertThat(Content.publish(given(THUMBNAILS, METADATA, RENDITIONS, CATALOGUED)))
        .isEqualTo(Decision.accept(new ContentPublished()));
  }

  @Test
  void what_was_made_can_be_discarded_and_nothing_else() {
    assertThat(Content.discard(given(RENDITIONS), Part.RENDITIONS, SAGA))
        .isEqualTo(Decision.accept(new RenditionsDiscarded()));
    assertThat(Content.discard(given(CATALOGUED), Part.CATALOGUE_ENTRY, SAGA))
        .isEqualTo(Decision.accept(new ContentWithdrawn()));
    assertThat(Content.discard(given(RENDITIONS), Part.METADATA, SAGA))
        .isEqualTo(Decision.unchanged());
    assertThat(Content.discard(Content.NONE, Part.METADATA, SAGA)).isEqualTo(Decision.unchanged());
    assertThat(Content.delete(given(), SAGA)).isEqualTo(Decision.accept(new ContentDeleted()));
    assertThat(Content.delete(Content.NONE, SAGA)).isEqualTo(Decision.unchanged());
  }

  @Test
  void a_saga_does_not_take_back_what_another_has_stored_since() {
    assertThat(Content.discard(given(RENDITIONS), Part.RENDITIONS, "saga-2"))
        .isEqualTo(Decision.unchanged());
    assertThat(Content.delete(given(), "saga-2")).isEqualTo(Decision.unchanged());
  }

  @Test
  void what_is_published_stays_whole() {
    Content published = given(THUMBNAILS, CATALOGUED, new ContentPublished());

    assertThat(refusal(Content.delete(published, SAGA))).isEqualTo("content-published");
    assertThat(refusal(Content.discard(published, Part.THUMBNAILS, SAGA)))
        .isEqualTo("content-published");
  }

  @Test
  void nothing_is_made_of_what_is_not_there() {
    assertThat(refusal(Content.add(Content.NONE, THUMBNAILS))).isEqualTo("content-unknown");
    assertThat(refusal(Content.catalogue(Content.NONE))).isEqualTo("content-unknown");
    assertThat(refusal(Content.publish(Content.NONE))).isEqualTo("content-unknown");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://example.com/x",
        "/x.mp4",
        "example.com",
        "http://",
        "https:///x",
        "http:// "
      })
  void a_source_is_a_web_address(String url) {
    assertThatThrownBy(() -> new SourceUrl(url)).hasMessageContaining("web address");
  }

  @Test
  void an_unknown_profile_is_told_which_there_are() {
    assertThatThrownBy(() -> new Profile("719p")).hasMessageContaining("720p, 1080p");
    assertThat(Profile.all()).extracting(Profile::value).contains("240p", "2160p");
    assertThat(new Profile("720p").height()).isEqualTo(720);
  }

  private static Content given(ContentEvent... events) {
    Content content =
        Content.evolve(Content.NONE, new ContentStored(TITLE, SOURCE, PROFILES, SAGA));
    for (ContentEvent event : events) {
      content = Content.evolve(content, event);
    }
    return content;
  }

  private static String refusal(Decision<ContentEvent> decision) {
    return switch (decision) {
      case Decision.Refused<ContentEvent>(var refusal) -> refusal.code();
      case Decision.Accepted<ContentEvent> accepted -> "accepted: " + accepted.events();
    };
  }
}
