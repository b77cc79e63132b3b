package dev.skald.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.projections.Page;
import dev.skald.projections.Rank;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueryTest {

  private static final Rank ADA = new Rank(new BigDecimal("-25.50"), "ada lovelace");

  @Test
  void a_list_by_a_figure_goes_on_behind_the_last_one_of_a_page() {
    Page<Rank> page = Page.ranked(List.of(ADA, new Rank(BigDecimal.ONE, "bob")), 1, row -> row);

    assertThat(Query.rank(page.nextCursor())).isEqualTo(ADA);
    assertThat(Query.rank(null)).isNull();
    assertThat(Page.ranked(List.of(ADA), 1, row -> row).nextCursor()).isNull();
  }

  @Test
  void a_cursor_of_another_list_is_the_callers_mistake() {
    String other = Page.of(List.of(1L, 2L), 1, row -> row).nextCursor();

    assertThatThrownBy(() -> Query.rank(other))
        .isInstanceOfSatisfying(
            InvalidRequest.class,
            e ->
                assertThat(e.errors())
                    .containsExactly(
                        new InvalidRequest.FieldError(
                            "cursor", "cursor '%s' is not one of ours".formatted(other))));
  }
}
