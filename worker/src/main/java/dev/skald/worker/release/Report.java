package dev.skald.worker.release;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What came of all runs, by type and path. Told by several threads. */
final class Report {

  private static final int PATHS = 20;
  private static final int EXAMPLES = 3;

  private record Kind(String type, String status, String path) {

    String line() {
      return "%-20s %s".formatted(status, path);
    }
  }

  private final Map<String, Map<String, Integer>> same = new TreeMap<>();
  private final Map<String, List<Replayed.Broken>> broken = new TreeMap<>();
  private final Map<String, List<Replayed.Past>> past = new TreeMap<>();
  private final List<Replayed.Unreadable> unreadable = new ArrayList<>();
  private final Map<String, Integer> elsewhere = new TreeMap<>();
  private int open;
  private int closed;
  private int retired;
  private int gone;

  synchronized void add(Replayed replayed) {
    if (replayed.run().open()) {
      open++;
    } else {
      closed++;
    }
    switch (replayed) {
      case Replayed.Same well -> {
        Kind kind = new Kind(well.run().type(), well.run().status(), well.path());
        same.computeIfAbsent(kind.type(), _ -> new TreeMap<>()).merge(kind.line(), 1, Integer::sum);
      }
      case Replayed.Broken breaks ->
          broken
              .computeIfAbsent(
                  breaks.run().type() + ": " + breaks.why().kind(), _ -> new ArrayList<>())
              .add(breaks);
      case Replayed.Past ended ->
          past.computeIfAbsent(
                  ended.run().type() + ": " + ended.why().kind(), _ -> new ArrayList<>())
              .add(ended);
      case Replayed.Elsewhere pinned -> elsewhere.merge(pinned.build(), 1, Integer::sum);
      case Replayed.Unreadable not -> unreadable.add(not);
      case Replayed.Retired _ -> retired++;
      case Replayed.Gone _ -> gone++;
    }
  }

  synchronized boolean breaks() {
    return !broken.isEmpty();
  }

  /** 0 if everything is well, 1 if something breaks, 3 if something could not be looked at. */
  synchronized int exitCode() {
    return breaks() ? 1 : unreadable.isEmpty() ? 0 : 3;
  }

  synchronized String progress(long openRuns, long closedRuns) {
    return "  %d of %d open and %d of %d closed runs, %d break"
        .formatted(open, openRuns, closed, closedRuns, brokenRuns());
  }

  synchronized void print(PrintStream out) {
    same.forEach((type, paths) -> printPaths(out, type, paths));
    broken.forEach((_, runs) -> printBreak(out, runs));
    elsewhere.forEach(
        (build, runs) ->
            out.printf(
                "%nWould break, but %d run(s) are pinned to build %s and stay with it.%n",
                runs, build));
    past.forEach((_, runs) -> printPast(out, runs));
    if (!past.isEmpty()) {
      out.printf(
          "%nThey have ended, so nothing stops: it matters only to who resets or queries one. Runs that older code%n"
              + "begins until this is deployed may go the same way, so look once more just before.%n");
    }
    if (!unreadable.isEmpty()) {
      out.printf("%nCould not be read: %d%n", unreadable.size());
      unreadable.forEach(run -> out.printf("  %s: %s%n", name(run), run.why()));
    }
  }

  synchronized String summary(Duration took) {
    return "%d open and %d closed histories in %.1f s: %s%s%s%s%s."
        .formatted(
            open,
            closed,
            took.toMillis() / 1000.0,
            broken.isEmpty()
                ? "nothing breaks"
                : "%d break, in %d kind(s)".formatted(brokenRuns(), broken.size()),
            past.isEmpty() ? "" : ", %d that have ended would not replay".formatted(pastRuns()),
            unreadable.isEmpty() ? "" : ", %d could not be read".formatted(unreadable.size()),
            retired == 0 ? "" : ", %d have ended, and their sagas are gone".formatted(retired),
            gone == 0 ? "" : ", %d were gone before they could be read".formatted(gone));
  }

  private int brokenRuns() {
    return broken.values().stream().mapToInt(List::size).sum();
  }

  private int pastRuns() {
    return past.values().stream().mapToInt(List::size).sum();
  }

  private static void printPaths(PrintStream out, String type, Map<String, Integer> paths) {
    out.printf("%n%s%n", type);
    paths.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(PATHS)
        .forEach(path -> out.printf("  %6d  %s%n", path.getValue(), path.getKey()));
    if (paths.size() > PATHS) {
      out.printf("          and %d other paths%n", paths.size() - PATHS);
    }
  }

  private static void printBreak(PrintStream out, List<Replayed.Broken> runs) {
    Replayed.Broken first = runs.getFirst();
    out.printf(
        "%nBREAKS %s, %d run(s): %s%n", first.run().type(), runs.size(), first.why().message());
    runs.stream().limit(EXAMPLES).forEach(run -> printExample(out, run, run.path()));
    printMore(out, runs.size());
  }

  private static void printPast(PrintStream out, List<Replayed.Past> runs) {
    Replayed.Past first = runs.getFirst();
    out.printf(
        "%nWould not replay, but have ended: %s, %d run(s): %s%n",
        first.run().type(), runs.size(), first.why().message());
    runs.stream().limit(EXAMPLES).forEach(run -> printExample(out, run, run.path()));
    printMore(out, runs.size());
  }

  private static void printMore(PrintStream out, int runs) {
    if (runs > EXAMPLES) {
      out.printf("  and %d more%n", runs - EXAMPLES);
    }
  }

  private static void printExample(PrintStream out, Replayed replayed, String path) {
    out.printf("  %s, %s, after: %s%n", name(replayed), replayed.run().status(), path);
  }

  private static String name(Replayed replayed) {
    return "%s (run %s)".formatted(replayed.run().workflowId(), replayed.run().runId());
  }
}
