package dev.skald.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Content from its address to its publication, and back again when a branch fails. */
class ContentProcessingTest {

  private static RunningSkald skald;
  private static Rest rest;

  private final String content = "c-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    skald =
        RunningSkald.start(
            Map.of(
                "skald.rehearsal.enabled", "true",
                "skald.transcoding.segments", "4",
                "skald.transcoding.segment-time", "50ms"));
    rest = skald.rest();
  }

  @AfterAll
  static void stop() {
    skald.close();
  }

  @Test
  void content_is_processed_in_three_branches_and_published() {
    Rest.Answer saga = process("A film", "\"480p\",\"720p\"");

    assertThat(saga.text("/status")).as("%s", saga.body()).isEqualTo("COMPLETED");
    Rest.Answer shown = show(saga);
    assertThat(shown.text("/status")).isEqualTo("PUBLISHED");
    assertThat(shown.at("/catalogued").asBoolean()).isTrue();
    assertThat(shown.at("/renditions"))
        .extracting(rendition -> rendition.get("profile").asString())
        .containsExactly("480p", "720p");
    assertThat(shown.at("/thumbnails")).hasSize(3);
    assertThat(shown.text("/metadata/container")).isEqualTo("mp4");
  }

  @Test
  void a_branch_that_fails_undoes_what_the_others_made() {
    Rest.Answer saga = process("corrupt-film", "\"720p\"");

    assertThat(saga.text("/status")).as("%s", saga.body()).isEqualTo("COMPENSATED");
    assertThat(saga.text("/failure/step")).isEqualTo("transcode");
    assertThat(saga.text("/failure/code")).isEqualTo("corrupt-content");
    Rest.Answer shown = show(saga);
    assertThat(shown.text("/status")).isEqualTo("DELETED");
    assertThat(shown.at("/renditions")).isEmpty();
    assertThat(shown.at("/thumbnails")).isEmpty();
    assertThat(types("content-" + content)).last().isEqualTo("ContentDeleted");
  }

  @Test
  void content_that_is_there_already_is_refused() {
    process("A film", "\"720p\"");

    Rest.Answer again = post(content + "-2", content, "Another film", "\"720p\"");

    assertThat(again.text("/status")).isEqualTo("COMPENSATED");
    assertThat(again.text("/failure/code")).isEqualTo("content-exists");
    assertThat(show(again).text("/title")).isEqualTo("A film");
  }

  @Test
  void what_makes_no_sense_is_told_with_its_field() {
    Rest.Answer answer =
        rest.with("Idempotency-Key", content)
            .post(
                "/api/v1/sagas/content-processing",
                """
                {"title":" ","sourceUrl":"ftp://example.com/x","profiles":["720p","8p"]}
                """);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.at("/errors"))
        .extracting(error -> error.get("field").asString())
        .containsExactlyInAnyOrder("title", "sourceUrl", "profiles[1]");
  }

  private Rest.Answer process(String title, String profiles) {
    return post(content, content, title, profiles);
  }

  private static Rest.Answer post(String key, String id, String title, String profiles) {
    return rest.with("Idempotency-Key", key)
        .with("Prefer", "wait=60")
        .post(
            "/api/v1/sagas/content-processing",
            """
            {"contentId":"%s","title":"%s","sourceUrl":"https://example.com/film.mp4",
             "profiles":[%s]}
            """
                .formatted(id, title, profiles));
  }

  private Rest.Answer show(Rest.Answer after) {
    return rest.with("Skald-Min-Position", after.at("/position").asLong())
        .get("/api/v1/content/" + content);
  }

  private static List<String> types(String stream) {
    return rest.get("/api/v1/streams/" + stream)
        .at("/items")
        .valueStream()
        .map(event -> event.get("type").asString())
        .toList();
  }
}
