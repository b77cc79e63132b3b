package dev.skald.worker.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.common.WorkflowExecutionHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of change, at each step, is told of: by a replay, or by what is asked for. */
class MutantsTest {

  private static Offline offline;

  @BeforeAll
  static void open() {
    offline = Offline.open();
  }

  @AfterAll
  static void close() {
    offline.close();
  }

  /** One that is done and one that is undone of each saga: what differs is where steps stand. */
  static Stream<String> paths() {
    return HistoryFile.paths().stream()
        .filter(path -> path.endsWith("/done") || path.matches(".*/undo-.*-refused-retry"));
  }

  @ParameterizedTest
  @MethodSource("paths")
  void no_change_goes_unnoticed(String path) {
    WorkflowExecutionHistory history = HistoryFile.read(path);
    Mutant sound = Mutant.none();
    Golden.Replay before = offline.golden().replay(history, sound);
    assertThat(before.broken()).isEmpty();

    List<String> missed = new ArrayList<>();
    for (Mutation mutation : Mutation.values()) {
      for (int place = 0; place < sound.asked().size(); place++) {
        if (!sound.canBe(mutation, place)) {
          continue;
        }
        Golden.Replay after = offline.golden().replay(history, sound.spoilt(mutation, place));
        if (after.broken().isEmpty() && after.commands().equals(before.commands())) {
          missed.add("%s: %s %s".formatted(path, sound.asked().get(place).name(), mutation));
        }
      }
    }

    assertThat(missed).isEmpty();
  }
}
