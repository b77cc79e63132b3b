package dev.skald.worker.golden;

import java.util.ArrayList;
import java.util.List;

/** Where two tellings part, in a few words: both are long. */
final class Difference {

  private static final int FEW = 3;

  private Difference() {}

  /** The first lines that are not the same; none where all are. */
  static List<String> between(List<String> before, List<String> now) {
    List<String> told = new ArrayList<>();
    int longer = Math.max(before.size(), now.size());
    for (int i = 0; i < longer && told.size() < FEW; i++) {
      String was = i < before.size() ? before.get(i) : "nothing";
      String is = i < now.size() ? now.get(i) : "nothing";
      if (!was.equals(is)) {
        told.add("line %d was%n  %s%nand is%n  %s".formatted(i + 1, was, is));
      }
    }
    return told;
  }
}
