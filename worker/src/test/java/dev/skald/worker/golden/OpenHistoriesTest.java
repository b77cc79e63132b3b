package dev.skald.worker.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.history.v1.HistoryEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
  void a_run_goes_on_to_its_end_from_wherever_it_waits(String path) throws IOException {
    List<HistoryEvent> whole = HistoryFile.read(path).getEvents();
    Map<Integer, CompletableFuture<List<HistoryEvent>>> ends = new LinkedHashMap<>();
    for (int end : Parked.in(whole)) {
      ends.put(end, offline.runs().goOn(whole.subList(0, end)));
    }
    List<String> lines = new ArrayList<>();
    ends.forEach((end, rest) -> lines.add(Parked.told(whole, end, rest)));

    Path snapshot = HistoryFile.HOME.resolve(path + ".continued");
    if (!lines.isEmpty() && (Boolean.getBoolean("update") || Boolean.getBoolean("record"))) {
      Files.writeString(snapshot, String.join("\n", lines) + "\n");
    }
    assertThat(lines).as(path).noneMatch(line -> line.contains("CANNOT GO ON"));
    List<String> before = Files.exists(snapshot) ? Files.readAllLines(snapshot) : List.of();
    assertThat(Difference.between(before, lines))
        .as("%s: how it goes on; -Dupdate=true writes it anew, to be looked at", path)
        .isEmpty();
  }
}
