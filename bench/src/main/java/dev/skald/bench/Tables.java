package dev.skald.bench;

import java.util.ArrayList;
import java.util.List;

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

  private static String millis(double value) {
    return Double.isNaN(value) ? "" : "%.2f".formatted(value);
  }

  /** Columns as wide as they must be; what begins with a digit stands to the right. */
  private static String table(List<List<String>> lines) {
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
