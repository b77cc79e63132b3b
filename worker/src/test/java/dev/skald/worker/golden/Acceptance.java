package dev.skald.worker.golden;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds histories against the code of today. Where a run can go on, what stands beside its history
 * is written anew, and told, for people to look at; where it cannot, nothing is touched.
 */
final class Acceptance {

  private static final String BEFORE_CAUSE = "^(Caused by: |, queryType=.*?error=)";

  private final Offline offline;
  private final Path home;
  private final Changes changes = new Changes();
  private final Map<String, String> broken = new LinkedHashMap<>();
  private int sound;

  Acceptance(Offline offline, Path home) {
    this.offline = offline;
    this.home = home;
  }

  void accept(String path) {
    Golden.Replay replay = offline.golden().replay(HistoryFile.read(home, path));
    List<String> continued =
        replay.broken().isEmpty() ? Parked.allTold(home, path, offline.runs()) : List.of();
    Optional<String> why =
        replay
            .broken()
            .map(Acceptance::cause)
            .or(() -> continued.stream().filter(Parked::isStuck).findFirst());
    if (why.isPresent()) {
      broken.put(path, why.get());
    } else {
      sound++;
      write(Beside.commands(home, path), path, replay.commands());
      write(Beside.continued(home, path), path, continued);
    }
  }

  private void write(Beside beside, String path, List<String> now) {
    List<String> before = beside.lines();
    if (!before.equals(now)) {
      beside.write(now);
      if (!before.isEmpty()) {
        changes.add(path, before, now);
      }
    }
  }

  /** The paths on which a run could not go on. */
  List<String> broken() {
    return List.copyOf(broken.keySet());
  }

  /** What people should know before they keep what was written. */
  String told() {
    return told(
        "",
        "What stands beside them is left as it was. Put what has changed behind saga.knows(...), see docs/changing-sagas.md; or forget them with --again --saga NAME where no run of older code is left.");
  }

  /** The same of histories that others are about to replace: runs of them may be under way. */
  String toldOfForgotten() {
    return told(
        " from before",
        "They are forgotten now, as --again has it. Where runs of older code are left, take back these files and put what has changed behind saga.knows(...), see docs/changing-sagas.md.");
  }

  private String told(String which, String whatToDo) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%d path(s)%s replay with this code, and go on from wherever they wait."
            .formatted(sound, which));
    if (changes.paths() > 0) {
      lines.add(
          "%d of them ask for something else than before, or go on otherwise; no run stops of that, but look whether it is meant:"
              .formatted(changes.paths()));
      lines.addAll(changes.told());
    }
    if (!broken.isEmpty()) {
      lines.add(
          "%d path(s)%s do not: a run that is under way there would stop."
              .formatted(broken.size(), which));
      broken.forEach((path, why) -> lines.add("  %s: %s".formatted(path, why)));
      lines.add(whatToDo);
    }
    return String.join("\n", lines) + "\n";
  }

  /** From the stack trace that the SDK hands out as a message. */
  private static String cause(String message) {
    List<String> causes =
        message.lines().filter(line -> !line.startsWith("\t") && !line.isBlank()).toList();
    return causes.isEmpty() ? message : causes.getLast().replaceFirst(BEFORE_CAUSE, "");
  }
}
