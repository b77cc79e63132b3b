package dev.skald.api.search;

import dev.skald.api.Query;
import dev.skald.api.ReadYourWrites;
import dev.skald.projections.search.Found;
import dev.skald.projections.search.Kind;
import dev.skald.projections.search.Search;
import dev.skald.projections.search.Wanted;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Finds things by words. */
@Tag(name = "search")
@RestController
@RequestMapping("/api/v1/search")
@ConditionalOnProperty(name = "skald.api.queries", matchIfMissing = true)
public final class SearchController {

  private static final int SUGGESTIONS = 10;

  private final Search search;
  private final ReadYourWrites readYourWrites;

  SearchController(Search search, ReadYourWrites readYourWrites) {
    this.search = search;
    this.readYourWrites = readYourWrites;
  }

  @Operation(
      summary =
          "Orders, content and sagas with all the words, their beginnings, synonyms or what looks"
              + " like them, best first")
  @GetMapping
  SearchResponse search(
      @Parameter(required = true, example = "great film") @RequestParam(required = false)
          @Nullable String q,
      @Parameter(description = "orders, content, sagas; all of them if absent", example = "content")
          @RequestParam(required = false)
          @Nullable String in,
      @Parameter(example = "PUBLISHED") @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestHeader(name = ReadYourWrites.HEADER, required = false) @Nullable String minPosition) {
    Set<Kind> kinds = Asked.kinds(in);
    Wanted wanted =
        Asked.checked(
            "q",
            () ->
                new Wanted(
                    Asked.text(q),
                    kinds,
                    Asked.status(status, kinds),
                    Query.time("from", from),
                    Query.time("to", to)));
    Query.inOrder(wanted.from(), wanted.to());
    int size = Query.limit(limit);
    readYourWrites.await(Asked.projections(kinds), minPosition);
    Found found = Asked.checked("cursor", () -> search.search(wanted, size, cursor));
    return SearchResponse.of(found);
  }

  /** Lists answer alike, so that more can be said of a suggestion one day. */
  public record SuggestionsResponse(List<Suggestion> items) {}

  /** What may be meant, in place of what was typed. */
  public record Suggestion(String text) {}

  @Operation(summary = "What may be meant by one who has typed so much")
  @GetMapping("/suggestions")
  SuggestionsResponse suggestions(
      @Parameter(required = true, example = "great fi") @RequestParam(required = false)
          @Nullable String q,
      @RequestParam(required = false) @Nullable String in,
      @RequestParam(required = false) @Nullable String limit,
      @RequestHeader(name = ReadYourWrites.HEADER, required = false) @Nullable String minPosition) {
    Set<Kind> kinds = Asked.kinds(in);
    int size = limit == null ? SUGGESTIONS : Query.limit(limit);
    String typed = Asked.text(q);
    readYourWrites.await(Asked.SEARCH, minPosition);
    List<String> texts = Asked.checked("q", () -> search.suggestions(typed, kinds, size));
    return new SuggestionsResponse(texts.stream().map(Suggestion::new).toList());
  }
}
