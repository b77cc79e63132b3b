package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.domain.accounts.AccountEvent;
import dev.skald.projections.accounts.AccountProjection;
import dev.skald.projections.accounts.TransferProjection;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can never get better stops a program before it starts. */
class ProjectionListTest {

  private World world;

  private record Named(String name, int version, List<String> tables) implements Projection {
    @Override
    public List<Source<?>> sources() {
      return List.of(Source.eachEvent("account", AccountEvent.class, (_, _) -> {}));
    }
  }

  @BeforeEach
  void open() {
    world = new World();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void a_name_that_cannot_name_tables_is_refused_at_once() {
    refused("'top-customers' must be", new Named("top-customers", 1, List.of("top_customer")));
    refused("'relay' is taken", new Named("relay", 1, List.of("top_customer")));
  }

  @Test
  void two_of_one_name_are_refused() {
    refused("'accounts' is there twice", new AccountProjection(), new AccountProjection());
  }

  @Test
  void a_table_is_filled_by_one_projection_and_never_one_of_the_engine() {
    refused(
        "'transfer' of projection 'other' is filled by projection 'transfers'",
        new TransferProjection(),
        new Named("other", 1, List.of("transfer")));
    refused("'checkpoint' of projection 'other'", new Named("other", 1, List.of("checkpoint")));
    refused("'other_stream_version'", new Named("other", 1, List.of("other_stream_version")));
    refused("'readmodels.x' of", new Named("other", 1, List.of("readmodels.x")));
    refused("names no tables", new Named("other", 1, List.of()));
  }

  @Test
  void versions_begin_with_one() {
    refused("version 0", new Named("other", 0, List.of("other")));
  }

  private void refused(String why, Projection... projections) {
    assertThatThrownBy(() -> world.startMember(world.pool, Arrays.asList(projections)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
