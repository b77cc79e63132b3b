package dev.skald.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What people read of it. */
final class Tables {

  private Tables() {}

  static String settings(Report report) {
    List<List<String>> lines = new ArrayList<>();
    report.settings.forEach((name, value) -> lines.add(List.of(name, value)));
    return table(lines);
  }

  static String rows(List<Report.Row> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("", "who", "in flight", "rate", "", "p50 ms", "p99 ms", ""));
    for (Report.Row row : rows) {
      lines.add(
          List.of(
              row.scenario(),
              row.who(),
              Integer.toString(row.inFlight()),
              "%,.0f".formatted(row.perSecond()),
              row.unit(),
              millis(row.p50Millis()),
              millis(row.p99Millis()),
              row.note()));
    }
    return table(lines);
  }

  static String checks(Report report) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("", "who", "committed", "consumed", ""));
    for (Report.Check check : report.checks) {
      lines.add(
          List.of(
              check.scenario(),
              check.who(),
              "%,d".formatted(check.committed()),
              "%,d".formatted(check.consumed()),
              check.agrees() ? "the same" : "DIFFERENT"));
    }
    return table(lines);
  }

  static String targets(Report report) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("target", "wanted", "figure", "verdict", ""));
    for (Report.Target target : report.targets) {
      lines.add(
          List.of(
              target.what(),
              target.wanted(),
              target.figure(),
              target.reached() ? "reached" : "MISSED",
              target.note()));
    }
    return table(lines);
  }

  static String guarantees(Report report) {
    List<List<String>> lines = new ArrayList<>();
    report.guarantees.forEach((who, what) -> lines.add(List.of(who, what)));
    return table(lines);
  }

  /** A column for each process that any of them used. */
  static String costs(List<Report.Cost> costs) {
    Set<String> processes = new TreeSet<>();
    costs.forEach(cost -> processes.addAll(cost.millis().keySet()));
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        Stream.of(List.of("who", "", "in flight"), processes, List.of("all"))
            .flatMap(Collection::stream)
            .toList());
    for (Report.Cost cost : costs) {
      List<String> line = new ArrayList<>();
      line.addAll(List.of(cost.who(), cost.ending(), Integer.toString(cost.inFlight())));
      processes.forEach(
          process -> line.add(cost.millis().containsKey(process) ? each(cost, process) : ""));
      double all = cost.millis().values().stream().mapToDouble(Double::doubleValue).sum();
      line.add("%.1f".formatted(all));
      lines.add(line);
    }
    return table(lines);
  }

  private static String each(Report.Cost cost, String process) {
    return "%.1f".formatted(cost.millis().getOrDefault(process, 0.0));
  }

  private static String millis(double value) {
    return Double.isNaN(value) ? "" : "%.2f".formatted(value);
  }

  /** Columns as wide as they must be; what begins with a digit stands to the right. */
  static String table(List<List<String>> lines) {
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder one = new StringBuilder(" ");
      for (int i = 0; i < line.size(); i++) {
        int column = i;
        int width = lines.stream().mapToInt(each -> each.get(column).length()).max().orElse(0);
        String cell = line.get(i);
        String gap = " ".repeat(width - cell.length());
        one.append(' ').append(isNumber(cell) ? gap + cell : cell + gap).append(' ');
      }
      text.append(one.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static boolean isNumber(String cell) {
    return cell.matches("[0-9][0-9,.]*");
  }
}
