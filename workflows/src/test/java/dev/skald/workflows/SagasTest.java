package dev.skald.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.StoryRehearsal;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every saga that is listed. */
class SagasTest {

  private static List<Saga<?>> all() {
    return Sagas.ALL;
  }

  @ParameterizedTest
  @MethodSource("all")
  void its_story_can_be_told(Saga<?> saga) {
    assertThat(StoryRehearsal.of(saga)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("all")
  void it_is_found_by_its_name(Saga<?> saga) {
    assertThat(Sagas.find(saga.type().name())).contains(saga);
  }
}
