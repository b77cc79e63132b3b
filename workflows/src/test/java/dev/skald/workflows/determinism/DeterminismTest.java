package dev.skald.workflows.determinism;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.EventTypes;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.SagaWorkflow;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** A run of any saga comes out the same when it is replayed, as far as code can tell. */
class DeterminismTest {

  @Test
  void nothing_in_a_run_depends_on_when_where_or_by_whom_it_is_run() {
    assertThat(Determinism.check(Sagas.ALL.stream().map(Object::getClass).toList())).isEmpty();
  }

  @Test
  void the_stories_what_starts_them_the_engine_and_the_values_of_domain_are_looked_at() {
    Classes classes =
        Classes.in(Stream.of(SagaWorkflow.class, EventTypes.class).map(Classes::placeOf).toList());
    Reach reach =
        Reach.from(classes, List.of(SagaWorkflow.class.getName()), Determinism.SPARED.keySet());

    assertThat(StreamSupport.stream(reach.methods().spliterator(), false).map(Method::shortName))
        .contains(
            "SagaWorkflow.execute",
            "AccountTransferSaga.run",
            "AccountTransfer.<init>",
            "AccountSteps$MoveMoney.<init>",
            "Ids.check",
            "Money.isPositive")
        .anyMatch(name -> name.endsWith(".checkCompensate"));
  }

  @Test
  void whoever_is_spared_would_have_been_met() {
    Classes classes =
        Classes.in(Stream.of(SagaWorkflow.class, EventTypes.class).map(Classes::placeOf).toList());

    assertThat(
            Reach.from(classes, List.of(SagaWorkflow.class.getName()), Determinism.SPARED.keySet())
                .met())
        .isEqualTo(Determinism.SPARED.keySet());
  }
}
