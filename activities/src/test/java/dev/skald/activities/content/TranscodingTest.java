package dev.skald.activities.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.content.Profile;
import dev.skald.domain.content.SourceUrl;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranscodingTest {

  private static final List<Profile> PROFILES = List.of(new Profile("480p"), new Profile("720p"));
  private static final SourceMedia SOURCE = media("https://example.com/film.mp4");

  @Test
  void a_transcoding_makes_one_rendition_of_each_profile() {
    Transcoding done = from(Transcoding.begin(3), SOURCE);

    assertThat(done.done()).isEqualTo(done.total(PROFILES)).isEqualTo(6);
    assertThat(done.finished()).extracting(made -> made.profile()).containsExactly("480p", "720p");
    assertThat(done.finished()).extracting(made -> made.checksum()).doesNotHaveDuplicates();
  }

  @Test
  void wherever_it_is_gone_on_with_the_same_comes_of_it() {
    Transcoding whole = from(Transcoding.begin(3), SOURCE);

    Transcoding checkpoint = Transcoding.begin(3);
    for (int i = 0; i < whole.done(); i++) {
      assertThat(from(checkpoint, SOURCE)).isEqualTo(whole);
      checkpoint = checkpoint.next(SOURCE, PROFILES);
    }
  }

  @Test
  void the_same_source_has_the_same_bytes_and_another_has_others() {
    SourceMedia other = media("https://example.com/other.mp4");

    assertThat(media("https://example.com/film.mp4").metadata()).isEqualTo(SOURCE.metadata());
    assertThat(other.metadata().checksum()).isNotEqualTo(SOURCE.metadata().checksum());
    assertThat(from(Transcoding.begin(3), other)).isNotEqualTo(from(Transcoding.begin(3), SOURCE));
    assertThat(SOURCE.thumbnails()).hasSize(3).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com/film.mp4, mp4",
    "https://example.com/a.b/film.MOV?x=1.avi, mov",
    "https://example.com/film, unknown",
    "https://example.com, unknown",
    "https://example.com/?file=film.mp4, unknown"
  })
  void the_container_is_what_the_address_says(String url, String container) {
    assertThat(SourceMedia.container(new SourceUrl(url))).isEqualTo(container);
  }

  private static Transcoding from(Transcoding start, SourceMedia source) {
    Transcoding state = start;
    while (state.done() < state.total(PROFILES)) {
      state = state.next(source, PROFILES);
    }
    return state;
  }

  private static SourceMedia media(String url) {
    return new SourceMedia(new SourceUrl(url), 3);
  }
}
