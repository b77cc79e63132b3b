package dev.skald.worker.release;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is asked for on the command line.
 *
 * @param build which build it is about; empty for a status
 * @param percent of new runs, for a ramp
 * @param deployment empty where the settings, or the server, know it
 * @param patience how long to wait for a build to show up, or to be drained
 * @param settings of the connection, as Spring takes them
 */
record DeployOptions(
    Action action,
    String build,
    int percent,
    String deployment,
    Duration patience,
    List<String> settings) {

  enum Action {
    STATUS,
    CURRENT,
    RAMP,
    DRAIN
  }

  static final String USAGE =
      """
      tells Temporal which build of our workers takes which runs
        status              what builds there are, and how many runs each holds
        current BUILD       new runs go to it, and those under way that may change builds
        ramp BUILD PERCENT  that share of new runs goes to it; 0 ends the ramp
        drain BUILD         no new runs go to it; ends when none is left there
        --deployment NAME   (skald.temporal.deployment.name, or the only one there is)
        --wait SECONDS      for the build to show up (30), or to be drained (0: only look)
        --target HOST:PORT --namespace NAME
                            where the runs are (skald.temporal.target and .namespace)
      ends with 0 if it is done, 2 if it could not be done, 3 if a build is not drained yet""";

  static DeployOptions of(String... arguments) {
    Words words = new Words(arguments);
    List<String> plain = new ArrayList<>();
    String deployment = "";
    int patience = -1;
    List<String> settings = new ArrayList<>();
    while (!words.isEmpty()) {
      String word = words.next();
      switch (word) {
        case "--deployment" -> deployment = words.valueOf(word);
        case "--wait" -> patience = words.numberOf(word, 0);
        default -> words.setting(word).ifPresentOrElse(settings::add, () -> plain.add(word));
      }
    }
    return of(plain, deployment, patience, settings);
  }

  private static DeployOptions of(
      List<String> plain, String deployment, int patience, List<String> settings) {
    Action action = action(plain.isEmpty() ? "" : plain.getFirst());
    int wanted =
        switch (action) {
          case STATUS -> 1;
          case CURRENT, DRAIN -> 2;
          case RAMP -> 3;
        };
    if (plain.size() != wanted) {
      throw new IllegalArgumentException("'%s' is not all, or too much".formatted(plain));
    }
    int seconds = patience >= 0 ? patience : action == Action.DRAIN ? 0 : 30;
    return new DeployOptions(
        action,
        wanted > 1 ? plain.get(1) : "",
        wanted > 2 ? percent(plain.get(2)) : 0,
        deployment,
        Duration.ofSeconds(seconds),
        settings);
  }

  private static Action action(String word) {
    return switch (word) {
      case "status" -> Action.STATUS;
      case "current" -> Action.CURRENT;
      case "ramp" -> Action.RAMP;
      case "drain" -> Action.DRAIN;
      default -> throw new IllegalArgumentException("deploy knows no '" + word + "'");
    };
  }

  private static int percent(String given) {
    if (!given.matches("\\d{1,3}%?") || Integer.parseInt(given.replace("%", "")) > 100) {
      throw new IllegalArgumentException("'%s' is no percentage".formatted(given));
    }
    return Integer.parseInt(given.replace("%", ""));
  }
}
