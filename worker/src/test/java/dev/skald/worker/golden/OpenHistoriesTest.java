package dev.skald.worker.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Wherever a run is parked, it goes on to its end with the code of today, and by the same steps. A
 * replay alone does not look at what follows; a step that is new there is seen here.
 */
class OpenHistoriesTest {

  private static Offline offline;

  @BeforeAll
  static void open() {
    offline = Offline.open();
  }

  @AfterAll
  static void close() {
    offline.close();
  }

  static Stream<String> paths() {
    return HistoryFile.paths().stream();
  }

  @ParameterizedTest
  @MethodSource("paths")
  void a_run_goes_on_to_its_end_from_wherever_it_waits(String path) {
    List<String> lines = Parked.allTold(HistoryFile.HOME, path, offline.runs());

    assertThat(lines).as(path).noneMatch(Parked::isStuck);
    Beside continued = Beside.continued(HistoryFile.HOME, path);
    continued.update(lines);
    assertThat(Difference.between(continued.lines(), lines))
        .as("%s: how it goes on; `./skald record` writes it, to be looked at", path)
        .isEmpty();
  }
}
