package dev.skald.bench;

import java.time.Duration;
import java.util.List;

/** Appends of one and of ten events, with more and more of them in flight. */
final class AppendLadder implements Scenario {

  /** Each has a connection of its own there. */
  private static final int MAX_RAW = 64;

  private record Climb(String who, Load<? extends Contender> load, int highest) {}

  @Override
  public String name() {
    return "appends";
  }

  @Override
  public void run(Rig rig) throws Exception {
    try (Database raw = rig.withOurTables("raw");
        Database one = rig.databases().fresh("ours");
        Database ten = rig.databases().fresh("ours")) {
      int all = rig.pace().ladder().getLast();
      List<Climb> climbs =
          List.of(
              new Climb("raw commits", new Load<>(rig.rawCommits(raw)), MAX_RAW),
              new Climb("skald, 1 event", new Load<>(rig.skald(one, 1, 1)), all),
              new Climb("skald, 10 events", new Load<>(rig.skald(ten, 1, 10)), all));
      for (Climb climb : climbs) {
        climb.load().run(Math.min(16, all), Duration.ZERO, rig.pace().warmUp());
      }
      for (int inFlight : rig.pace().ladder()) {
        for (Climb climb : climbs) {
          if (inFlight <= climb.highest()) {
            Measured measured =
                climb.load().run(inFlight, rig.pace().warmUp().dividedBy(5), rig.pace().rung());
            rig.report().add(name(), climb.who(), measured, "");
          }
        }
      }
      for (Climb climb : climbs) {
        rig.settle(name(), climb.load());
      }
    }
  }
}
