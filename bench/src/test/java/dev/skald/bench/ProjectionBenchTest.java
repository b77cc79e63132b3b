package dev.skald.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.projections.ProjectionsConfiguration;
import dev.skald.stack.testing.TestDatabase;
import dev.skald.stack.testing.TestServers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures of such a short run mean nothing; that all of it runs and adds up does. */
class ProjectionBenchTest {

  @TempDir Path logs;

  @Test
  void it_folds_as_the_bare_loop_does_and_sees_each_event() throws Exception {
    Report report = new Report();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ReadModelServers servers =
        new ReadModelServers(_ -> database(), TestServers.kafka(), logs, () -> {});

    new ProjectionBench(
            new Arguments(1, Pace.TINY, Set.of("accounts", "orders", "fresh"), Path.of("unused")),
            servers,
            report,
            new PrintStream(said, true, StandardCharsets.UTF_8))
        .run();

    assertThat(report.rows.stream().map(Report.Row::scenario)).contains("live", "rebuild", "fresh");
    assertThat(report.checks).hasSize(8).allMatch(Report.Check::agrees);
    assertThat(report.checks).anyMatch(check -> check.committed() >= 60);
    assertThat(report.targets).hasSize(8);
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("Targets:", "accounts");
  }

  @Test
  void every_projection_has_events_to_be_measured_with() {
    assertThat(ProjectionsConfiguration.PROJECTIONS)
        .allMatch(projection -> Lives.BY_CATEGORY.keySet().containsAll(projection.categories()));
  }

  @Test
  void what_wrk_says_is_read() throws IOException {
    Wrk.Said said =
        Wrk.Said.of(
            """
              Latency Distribution
                 50%  846.00us
                 75%    1.11ms
                 99%    1.02s
            Requests/sec:  17123.45
            """);

    assertThat(said).isEqualTo(new Wrk.Said(17_123.45, 0.846, 1_020));
    assertThatThrownBy(() -> Wrk.Said.of("Non-2xx or 3xx responses: 3"))
        .isInstanceOf(IOException.class);
  }

  private static Database database() {
    TestDatabase fresh = TestServers.postgres().newDatabase();
    return new Database(fresh.url(), fresh.user(), fresh.password(), () -> {});
  }
}
