package dev.skald.worker.golden;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Lines that have changed in many files: each kind of change once, with how often it is there. */
final class Changes {

  private static final int LONGEST = 160;
  private static final int AROUND = 40;
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[.\\d]*Z";

  private final Map<String, Integer> kinds = new LinkedHashMap<>();
  private final Map<String, String> examples = new LinkedHashMap<>();
  private final Set<String> paths = new TreeSet<>();

  /** How many paths there are in which something has. */
  int paths() {
    return paths.size();
  }

  void add(String path, List<String> before, List<String> now) {
    paths.add(path);
    int[][] common = commonLines(before, now);
    List<String> gone = new ArrayList<>();
    List<String> added = new ArrayList<>();
    String about = "";
    int i = 0;
    int j = 0;
    while (i < before.size() || j < now.size()) {
      if (i < before.size() && j < now.size() && before.get(i).equals(now.get(j))) {
        tell(path, about, gone, added);
        about = now.get(j).startsWith(" ") ? about : now.get(j) + ": ";
        i++;
        j++;
      } else if (i == before.size() || (j < now.size() && common[i][j + 1] >= common[i + 1][j])) {
        added.add(now.get(j++));
      } else {
        gone.add(before.get(i++));
      }
    }
    tell(path, about, gone, added);
  }

  /** How many lines are the same from there on, at most. */
  private static int[][] commonLines(List<String> before, List<String> now) {
    int[][] common = new int[before.size() + 1][now.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = now.size() - 1; j >= 0; j--) {
        common[i][j] =
            before.get(i).equals(now.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }

  private void tell(String path, String about, List<String> gone, List<String> added) {
    for (int i = 0; i < Math.max(gone.size(), added.size()); i++) {
      if (i >= gone.size()) {
        count(path, "+ " + shortened(general(path, added.get(i))));
      } else if (i >= added.size()) {
        count(path, "- " + shortened(general(path, gone.get(i))));
      } else {
        count(path, about + replaced(general(path, gone.get(i)), general(path, added.get(i))));
      }
    }
    gone.clear();
    added.clear();
  }

  private void count(String path, String change) {
    kinds.merge(change, 1, Integer::sum);
    examples.putIfAbsent(change, path);
  }

  /** The same for all runs that have it. */
  private static String general(String path, String line) {
    return line.replace(path.replace('/', '-'), "*").replaceAll(TIME, "*");
  }

  /** Of both only what is not the same, and what stands around it. */
  private static String replaced(String before, String now) {
    if (before.equals(now)) {
      return "another time";
    }
    int shorter = Math.min(before.length(), now.length());
    int front = 0;
    while (front < shorter && before.charAt(front) == now.charAt(front)) {
      front++;
    }
    int back = 0;
    while (back < shorter - front
        && before.charAt(before.length() - 1 - back) == now.charAt(now.length() - 1 - back)) {
      back++;
    }
    return "%s, before %s".formatted(part(now, front, back), part(before, front, back));
  }

  private static String part(String line, int front, int back) {
    int from = Math.max(0, front - AROUND);
    int to = Math.min(line.length(), line.length() - back + AROUND);
    return (from == 0 ? "" : "...")
        + shortened(line.substring(from, to).strip())
        + (to == line.length() ? "" : "...");
  }

  private static String shortened(String line) {
    return line.length() <= LONGEST ? line.strip() : line.strip().substring(0, LONGEST) + "...";
  }

  List<String> told() {
    return kinds.entrySet().stream()
        .map(
            kind ->
                "  %d times, as in %s: %s"
                    .formatted(kind.getValue(), examples.get(kind.getKey()), kind.getKey()))
        .toList();
  }
}
