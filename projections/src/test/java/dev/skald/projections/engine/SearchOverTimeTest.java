package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.OrderId;
import dev.skald.domain.content.ContentEvent.ContentDeleted;
import dev.skald.domain.content.ContentEvent.ContentPublished;
import dev.skald.domain.shipping.ShipmentEvent.ShipmentCreated;
import dev.skald.projections.search.Found;
import dev.skald.projections.search.Found.Hit;
import dev.skald.projections.search.Found.Match;
import dev.skald.projections.search.Kind;
import dev.skald.projections.search.PostgresSearch;
import dev.skald.projections.search.Search;
import dev.skald.projections.search.SearchProjection;
import dev.skald.projections.search.Wanted;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is found while things change. */
class SearchOverTimeTest {

  private World world;
  private SearchHistories history;
  private Search search;

  @BeforeEach
  void open() {
    world = new World();
    history = new SearchHistories(world);
    search = new PostgresSearch(world.pool);
  }

  @AfterEach
  void close() {
    assertThat(World.rows(world.pool, new SearchProjection()))
        .isEqualTo(world.fromZero(new SearchProjection()));
    world.close();
  }

  @Test
  void the_id_itself_comes_first_and_titles_before_details() {
    history.order("lamp", "sku", "Something");
    history.order("o4", "lamp", "Something else");
    history.fold();

    assertThat(ids(search.search(Wanted.of("lamp"), 10, null)))
        .startsWith("lamp")
        .endsWith("o4")
        .hasSize(4);
  }

  @Test
  void a_hit_says_what_matched_and_how_far_it_has_come() {
    world.append("content-c2", new ContentPublished());
    history.fold();

    Hit hit = search.search(Wanted.of("movies cafe", Kind.CONTENT), 10, null).items().getFirst();

    assertThat(hit.status()).isEqualTo("PUBLISHED");
    assertThat(hit.matches())
        .containsExactly(new Match("title", 22, 26, "café"), new Match("title", 27, 31, "film"));
    assertThat(hit.title().substring(22, 26)).isEqualTo("café");
  }

  @Test
  void kinds_times_and_statuses_narrow_what_is_found() {
    world.append(
        "shipment-o1", new ShipmentCreated(new OrderId("o1"), List.of(), OrderHistories.HOME));
    history.fold();
    var orders = Set.of(Kind.ORDERS);
    Instant now = Instant.now();

    assertThat(ids(search.search(Wanted.of("o2", Kind.SAGAS), 10, null)))
        .containsExactly("order-processing-k2");
    assertThat(ids(search.search(new Wanted("lamp", orders, "SHIPPED", null, null), 10, null)))
        .containsExactly("o1");
    assertThat(ids(search.search(new Wanted("lamp", orders, "VALIDATED", null, null), 10, null)))
        .containsExactly("o2");
    assertThat(
            ids(
                search.search(
                    new Wanted("lamp", orders, null, now.plusSeconds(60), null), 10, null)))
        .isEmpty();
    assertThat(
            ids(
                search.search(
                    new Wanted("lamp", orders, null, null, now.plusSeconds(60)), 10, null)))
        .hasSize(2);
  }

  @Test
  void pages_neither_repeat_nor_leave_out_what_was_there_though_more_comes_in() {
    for (int i = 0; i < 5; i++) {
      history.content("film-" + i, "A holiday film");
    }
    history.fold();
    List<String> seen = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      Found page = search.search(Wanted.of("holyday"), 2, cursor);
      seen.addAll(ids(page));
      cursor = page.nextCursor();
      // From now on the word is known as it was written, too.
      history.content("late-" + seen.size(), "Holyday film");
      history.fold();
    } while (cursor != null);

    assertThat(seen).containsExactly("film-4", "film-3", "film-2", "film-1", "film-0");
  }

  @Test
  void what_was_deleted_is_not_found_and_found_again_when_it_is_stored_again() {
    world.append("content-c1", new ContentDeleted());
    history.fold();
    assertThat(ids(search.search(Wanted.of("escape"), 10, null))).isEmpty();
    assertThat(search.suggestions("esc", Set.of(), 5)).isEmpty();
    assertThat(search.search(Wanted.of("escpae"), 10, null).corrections()).isEmpty();

    history.content("c1", "Escape again");
    history.fold();
    assertThat(ids(search.search(Wanted.of("escape"), 10, null))).containsExactly("c1");
  }

  @Test
  void a_word_of_what_was_deleted_is_corrected_like_any_that_nothing_has() {
    history.content("c8", "Escaped");
    history.fold();
    assertThat(search.search(Wanted.of("escaped"), 10, null).corrections()).isEmpty();

    world.append("content-c8", new ContentDeleted());
    world.append("content-c1", new ContentDeleted());
    history.content("c9", "Escapade");
    history.fold();
    assertThat(search.search(Wanted.of("escapd"), 10, null).corrections())
        .containsEntry("escapd", List.of("escapade"));
  }

  @Test
  void words_of_others_do_not_hide_the_one_that_goes_with_the_words_before() {
    for (char letter = 'a'; letter <= 'z'; letter++) {
      history.content("p" + letter, "Pa" + letter + "a pa" + letter + "e");
    }
    history.content("last", "Refused payment");
    history.fold();

    assertThat(search.suggestions("refused p", Set.of(Kind.CONTENT), 5))
        .containsExactly("refused payment");
  }

  @Test
  void a_word_may_be_longer_than_an_index_takes() {
    history.content("long", "\uFDFA".repeat(100) + " film");
    history.fold();

    assertThat(ids(search.search(Wanted.of("\uFDFA".repeat(100)), 10, null)))
        .containsExactly("long");
  }

  @Test
  void rebuilt_tables_hold_the_same_and_find_the_same() {
    SearchProjection projection = new SearchProjection();
    new Histories(41).append(world, 60, 3);
    history.fold();
    ProjectionControl control =
        new ProjectionControl(List.of(projection), world.pool, world.log, Clock.systemUTC());
    List<Hit> before = search.search(Wanted.of("film"), 100, null).items();

    control.rebuild(SearchProjection.NAME);
    new Rebuilder(
            Database.of(world.pool),
            projection,
            world.log,
            world.folder(world.pool, projection),
            10)
        .work(() -> true);

    assertThat(control.status(SearchProjection.NAME).orElseThrow().lastSwap())
        .hasSize(2)
        .allMatch(ProjectionStatus.Comparison::same);
    assertThat(search.search(Wanted.of("film"), 100, null).items())
        .hasSizeGreaterThan(2)
        .isEqualTo(before);
    assertThat(search.search(Wanted.of("filn"), 100, null).corrections())
        .containsEntry("filn", List.of("film"));
  }

  private static List<String> ids(Found found) {
    return found.items().stream().map(Hit::id).toList();
  }
}
