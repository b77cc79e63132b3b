package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.projections.search.Found;
import dev.skald.projections.search.Found.Hit;
import dev.skald.projections.search.Kind;
import dev.skald.projections.search.PostgresSearch;
import dev.skald.projections.search.Search;
import dev.skald.projections.search.Wanted;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found, why, and how it is told. */
class SearchTest {

  private static World world;
  private static Search search;

  @BeforeAll
  static void open() {
    world = new World();
    search = new PostgresSearch(world.pool);
    new SearchHistories(world);
  }

  @AfterAll
  static void close() {
    world.close();
  }

  @ParameterizedTest
  @CsvSource({
    "great, c2 c1",
    "GREAT escape, c1",
    "esc, c1",
    "lamp, o2 o1",
    "lamps, o2 o1",
    "cafe, c2",
    "CAFÉ, c2",
    "movie, c2",
    "purchases, order-processing-k2",
    "declined, order-processing-k2",
    "rejected payment, order-processing-k2",
    "the book of, o2",
    "the, o2 c1",
    "o2, order-processing-k2 o2",
    "red-lamp, o1",
    "book-7F3A, o2",
    "order-processing-k2, order-processing-k2",
    "expcetations, c2",
    "transfre, account-transfer-k1",
    "great lamp, ''",
    "qqqq, ''"
  })
  void words_their_beginnings_synonyms_and_misspellings_are_found(String q, String ids) {
    assertThat(ids(search.search(Wanted.of(q), 10, null)))
        .containsExactlyInAnyOrderElementsOf(
            ids.isEmpty() ? List.of() : List.of(ids.split(" ", -1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ada", "bremen", "main street", "tok-secret", "c-17", "example", "s3cret"})
  void what_is_personal_or_secret_is_not_found(String q) {
    Found found = search.search(Wanted.of(q), 10, null);

    assertThat(found.items()).allSatisfy(hit -> assertThat(hit.matches()).isEmpty());
    assertThat(world.texts("select t::text from readmodels.search_document t"))
        .allSatisfy(row -> assertThat(row.toLowerCase(Locale.ROOT)).doesNotContain(q));
    assertThat(world.texts("select word from readmodels.search_word")).doesNotContain(q);
  }

  @Test
  void a_misspelled_word_is_told_with_what_was_searched_for_instead() {
    assertThat(search.search(Wanted.of("expcetations"), 10, null).corrections())
        .containsEntry("expcetations", List.of("expectations"));
    assertThat(search.search(Wanted.of("great"), 10, null).corrections()).isEmpty();
  }

  @Test
  void a_whole_id_is_found_before_all_however_many_newer_things_match() {
    try (World large = new World()) {
      large
          .jdbc
          .sql(
              """
              insert into readmodels.search_document
                     (kind, id, title, details, found_by, began_at, first_position)
              select 'content', case i when 1 then 'Lamp' else 'lamp-' || i end, '', '',
                     to_tsvector('simple', 'lamp'), now(), i
                from generate_series(1, 6000) i
              """)
          .update();
      Search many = new PostgresSearch(large.pool);

      Found first = many.search(Wanted.of("lamp"), 2, null);
      Found second = many.search(Wanted.of("lamp"), 2, first.nextCursor());

      assertThat(ids(first)).containsExactly("Lamp", "lamp-6000");
      assertThat(ids(second)).containsExactly("lamp-5999", "lamp-5998");
    }
  }

  @Test
  void a_cursor_goes_on_with_its_own_search_only() {
    String cursor = search.search(Wanted.of("great"), 1, null).nextCursor();

    assertThat(cursor).isNotNull();
    assertThat(ids(search.search(Wanted.of("great"), 1, cursor))).hasSize(1);
    assertThatThrownBy(() -> search.search(Wanted.of("lamp"), 1, cursor))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another search");
    assertThatThrownBy(() -> search.search(Wanted.of("great"), 1, "nonsense"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not one of ours");
  }

  @Test
  void words_are_suggested_while_they_are_typed() {
    assertThat(search.suggestions("e", Set.of(), 5)).containsExactly("escape", "expectations");
    assertThat(search.suggestions("The gr", Set.of(), 5)).containsExactly("The great");
    assertThat(search.suggestions("great e", Set.of(), 1)).containsExactly("great escape");
    assertThat(search.suggestions("great l", Set.of(), 5)).isEmpty();
    assertThat(search.suggestions("pyament", Set.of(), 5)).containsExactly("payment");
    assertThat(search.suggestions("pay", Set.of(Kind.ORDERS), 5)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | at least one word",
        "' -- ' | at least one word",
        "a b c d e f g h i j k | 11 words"
      })
  void what_cannot_be_searched_for_is_refused(String q, String message) {
    assertThatThrownBy(() -> Wanted.of(q)).hasMessageContaining(message);
    assertThatThrownBy(() -> Wanted.of("x".repeat(201))).hasMessageContaining("at most 200");
    assertThatThrownBy(() -> search.suggestions(q, Set.of(), 5)).hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a'b", "x & !y", "\\", "':*", "1e5x 0x1F", "%_", "\u0000q"})
  void nothing_that_is_typed_is_taken_for_the_language_of_the_database(String q) {
    assertThat(ids(search.search(Wanted.of(q + " great"), 10, null))).isSubsetOf("c1", "c2");
    assertThat(search.suggestions(q + " gre", Set.of(), 5)).isSubsetOf(q + " great");
  }

  @Test
  void words_and_their_likes_are_looked_up_in_indexes() throws SQLException {
    assertThat(plan("select id from readmodels.search_document where found_by @@ '''escape'':*'"))
        .contains("search_document_found");
    assertThat(plan("select word from readmodels.search_word where word % 'expcetations'"))
        .contains("search_word_like");
    assertThat(plan("select word from readmodels.search_word where word >= 'e' and word < 'f'"))
        .contains("search_word_pkey");
  }

  /** As it would be with more rows than these. */
  private static String plan(String query) throws SQLException {
    StringBuilder plan = new StringBuilder();
    try (Connection connection = world.pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "set enable_seqscan = off; set enable_indexscan = off; set enable_indexonlyscan = off");
      try (ResultSet lines = statement.executeQuery("explain " + query)) {
        while (lines.next()) {
          plan.append(lines.getString(1)).append('\n');
        }
      }
    }
    return plan.toString();
  }

  private static List<String> ids(Found found) {
    return found.items().stream().map(Hit::id).toList();
  }
}
