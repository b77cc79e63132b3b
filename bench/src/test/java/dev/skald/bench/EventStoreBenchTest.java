package dev.skald.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.stack.testing.TestDatabase;
import dev.skald.stack.testing.TestServers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Figures of such a short run mean nothing; that all of it runs and adds up does. */
class EventStoreBenchTest {

  @Test
  void it_runs_and_consumes_what_was_committed() throws Exception {
    Set<String> names = Set.of("latency", "peers", "reads", "subscribe", "aggregates");
    Payloads payloads = new Payloads(1);
    Report report = new Report();
    Rig rig = new Rig(_ -> database(), Pace.TINY, payloads, report, Optional.empty());
    ByteArrayOutputStream said = new ByteArrayOutputStream();

    EventStoreBench.run(
        new Arguments(1, Pace.TINY, names, Path.of("unused")),
        rig,
        new PrintStream(said, true, StandardCharsets.UTF_8));

    assertThat(report.rows.stream().map(Report.Row::scenario)).containsAll(names);
    assertThat(report.checks).isNotEmpty().allMatch(Report.Check::agrees);
    assertThat(report.targets).isNotEmpty();
    assertThat(report.remarks).anyMatch(remark -> remark.contains("message-db"));
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("Targets:");
  }

  @Test
  void what_is_not_there_is_refused_with_a_sentence() {
    Set<String> known = Set.of("bulk");

    assertThat(Arguments.of(List.of("--only", "bulk"), known).wants("bulk")).isTrue();
    assertThat(problem(List.of("--only", "sulk"), known)).contains("no 'sulk'");
    assertThat(problem(List.of("--seed", "x"), known)).contains("wants a number");
    assertThat(problem(List.of("--fast"), known)).contains("no '--fast'");
  }

  private static String problem(List<String> words, Set<String> known) {
    try {
      return Arguments.of(words, known).toString();
    } catch (Arguments.Wrong e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static Database database() {
    TestDatabase fresh = TestServers.postgres().newDatabase();
    return new Database(fresh.url(), fresh.user(), fresh.password(), () -> {});
  }
}
