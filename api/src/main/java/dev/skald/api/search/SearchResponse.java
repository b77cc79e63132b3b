package dev.skald.api.search;

import dev.skald.projections.search.Found;
import dev.skald.projections.search.Found.Hit;
import dev.skald.projections.search.Found.Match;
import dev.skald.projections.search.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was found, as callers see it. */
public record SearchResponse(
    List<FoundItem> items, @Nullable String nextCursor, Map<String, List<String>> corrections) {

  /** Where the thing itself is. */
  public record FoundLinks(String self) {}

  /**
   * One hit.
   *
   * @param matches which words of title, id and details were searched for
   */
  public record FoundItem(
      String in,
      String id,
      String title,
      String details,
      @Nullable String status,
      Instant at,
      double score,
      List<Match> matches,
      FoundLinks links) {

    static FoundItem of(Hit hit) {
      return new FoundItem(
          hit.kind().text(),
          hit.id(),
          hit.title(),
          hit.details(),
          hit.status(),
          hit.at(),
          hit.score(),
          hit.matches(),
          new FoundLinks(path(hit.kind()) + hit.id()));
    }

    private static String path(Kind kind) {
      return switch (kind) {
        case ORDERS -> "/api/v1/orders/";
        case CONTENT -> "/api/v1/content/";
        case SAGAS -> "/api/v1/sagas/";
      };
    }
  }

  static SearchResponse of(Found found) {
    return new SearchResponse(
        found.items().stream().map(FoundItem::of).toList(),
        found.nextCursor(),
        found.corrections());
  }
}
