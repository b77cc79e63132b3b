package dev.skald.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;

class SagaStandingsTest {

  @Test
  void ours_are_judged_beside_the_plain_way_and_the_limit() {
    SagaStandings standings = new SagaStandings();
    standings.put("limit", Ending.DONE, rate(16, 100));
    standings.put("plain", Ending.DONE, rate(16, 20));
    standings.put("transfer", Ending.DONE, rate(16, 40));
    Report report = new Report();

    standings.judge(report);

    assertThat(report.targets)
        .extracting(Report.Target::what, Report.Target::figure, Report.Target::reached)
        .containsExactly(
            tuple("account-transfer done, 16 callers / plain", "2.00 times", false),
            tuple("account-transfer done, 16 callers / limit", "0.40", false));
    assertThat(standings.table(List.of(16)))
        .contains("transfer  done       16     2.00          0.40");
  }

  @Test
  void who_was_not_measured_is_not_compared() {
    SagaStandings standings = new SagaStandings();
    standings.put("transfer", Ending.UNDONE, rate(64, 40));
    Report report = new Report();

    standings.judge(report);

    assertThat(report.targets).isEmpty();
  }

  @Test
  void one_caller_alone_is_judged_by_time() {
    SagaStandings standings = new SagaStandings();
    standings.put("transfer", Ending.DONE, rate(1, 40));
    Report report = new Report();

    standings.judge(report);

    assertThat(report.targets).singleElement().matches(Report.Target::reached);
  }

  private static Measured rate(int inFlight, long perSecond) {
    Samples latencies = new Samples();
    latencies.add(25_000_000);
    return new Measured(inFlight, perSecond, 1_000_000_000, latencies);
  }
}
