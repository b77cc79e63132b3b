package dev.skald.projections.search;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A piece of what was found.
 *
 * @param corrections for words that nothing has, the similar ones that were searched for instead
 */
public record Found(
    List<Hit> items, @Nullable String nextCursor, Map<String, List<String>> corrections) {

  public Found {
    items = List.copyOf(items);
    corrections = Map.copyOf(corrections);
  }

  /**
   * One thing that was found.
   *
   * @param status it is in now; null where its own read model does not show it yet
   * @param at when it began
   */
  public record Hit(
      Kind kind,
      String id,
      String title,
      String details,
      @Nullable String status,
      Instant at,
      double score,
      List<Match> matches) {
    public Hit {
      matches = List.copyOf(matches);
    }
  }

  /** Where a text has a word that was searched for: from its first character to behind its last. */
  public record Match(String field, int from, int to, String text) {}
}
