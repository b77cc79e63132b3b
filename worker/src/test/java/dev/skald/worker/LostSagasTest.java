package dev.skald.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.projections.sagas.OpenSagas.OpenSaga;
import dev.skald.workflows.SagaCatalog;
import dev.skald.workflows.accounttransfer.AccountTransferSaga;
import dev.skald.workflows.engine.SagaType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LostSagasTest {

  private static final Instant NOW = Instant.parse("2026-11-22T06:00:00Z");

  private final List<String> listed = new ArrayList<>();
  private final List<String> lookedAt = new ArrayList<>();
  private final LostSagas lost =
      new LostSagas(
          this::list,
          new SagaCatalog(List.of(new AccountTransferSaga())),
          this::look,
          Duration.ofSeconds(30));

  @Test
  void one_that_cannot_be_looked_at_keeps_nobody_from_the_others() {
    listed.addAll(List.of("a", "broken-1", "b", "broken-2", "c"));

    lost.look(NOW);
    lost.look(NOW);

    assertThat(lookedAt).containsExactly("a", "b", "c", "a", "b", "c");
  }

  @Test
  void one_that_has_ended_is_not_looked_at_again_while_it_is_listed() {
    listed.addAll(List.of("ended", "a"));

    lost.look(NOW);
    lost.look(NOW);
    assertThat(lookedAt).containsExactly("ended", "a", "a");

    listed.remove("ended");
    lost.look(NOW);
    listed.add("ended");
    lost.look(NOW);
    assertThat(lookedAt).endsWith("a", "a", "ended");
  }

  @Test
  void one_of_a_type_that_this_code_does_not_know_is_left_alone() {
    listed.add("unknown");

    lost.look(NOW);

    assertThat(lookedAt).isEmpty();
  }

  private Stream<OpenSaga> list(Instant silentSince) {
    assertThat(silentSince).isEqualTo(NOW.minusSeconds(30));
    return listed.stream()
        .map(
            id -> new OpenSaga(id, id.equals("unknown") ? "forgotten" : "account-transfer", false));
  }

  private boolean look(SagaType<?> type, OpenSaga saga) {
    String sagaId = saga.sagaId();
    if (sagaId.startsWith("broken")) {
      throw new IllegalStateException("event 7 of %s is unreadable".formatted(type.name()));
    }
    lookedAt.add(sagaId);
    return sagaId.equals("ended");
  }
}
