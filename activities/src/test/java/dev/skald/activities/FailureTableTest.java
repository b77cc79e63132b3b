package dev.skald.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.activities.FailureTable.Expected;
import dev.skald.activities.FailureTable.Row;
import dev.skald.activities.FailureTable.Script;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.Part;
import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaRun;
import dev.skald.workflows.engine.SagaType;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;

/** What the tables do with a saga that they cannot hold. */
class FailureTableTest {

  private static final Saga<?> TRANSFER = Sagas.find("account-transfer").orElseThrow();

  private record Unset(String id) {}

  /** Nobody said what must be there for it. */
  private static final class UnsetSaga implements Saga<Unset> {
    private final Saga<GiftSaga.Gift> gift = new GiftSaga();

    @Override
    public SagaType<Unset> type() {
      SagaType<GiftSaga.Gift> type = gift.type();
      return SagaType.named("unset", Unset.class)
          .purpose(type.purpose())
          .startedBy(new Unset("u-1"), Unset::id)
          .deadline(type.deadline())
          .ifLost(type.ifLost())
          .steps(type.parts().toArray(Part[]::new));
    }

    @Override
    public void run(SagaRun saga, Unset request) {
      gift.run(saga, Objects.requireNonNull(gift.type().otherExamples().get("wrapped")));
    }
  }

  @Test
  void it_fails_alone_and_says_what_is_missing() throws Exception {
    List<Saga<?>> sagas = List.of(new UnsetSaga(), TRANSFER);
    try (FailureTable table = new FailureTable(sagas, 1)) {
      List<DynamicTest> tests = table.play(sagas, FailureTableTest::undisturbed).toList();

      assertThat(tests)
          .extracting(DynamicTest::getDisplayName)
          .containsExactly("unset: has a table", "undisturbed account-transfer");
      assertThatThrownBy(() -> tests.getFirst().getExecutable().execute())
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("saga 'unset' has no setting");
      assertThat(tests.getLast()).satisfies(transfer -> transfer.getExecutable().execute());
    }
  }

  private static List<Row> undisturbed(Story story) {
    return List.of(
        new Row(
            "undisturbed " + story.name(),
            story.saga,
            List.of(),
            Script.NOTHING,
            Expected.of(story.told())));
  }
}
