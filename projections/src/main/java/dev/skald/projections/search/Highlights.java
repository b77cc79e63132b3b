package dev.skald.projections.search;

import dev.skald.projections.search.Found.Match;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says which words of a hit are those that were searched for. */
final class Highlights {

  private final Lexicon lexicon;

  Highlights(Lexicon lexicon) {
    this.lexicon = lexicon;
  }

  /** For all texts of a page, whose stems are looked up together. */
  Marker marker(Terms terms, Stream<String> texts) {
    Set<String> words =
        texts.flatMap(text -> Word.texts(text).stream()).collect(Collectors.toSet());
    return new Marker(terms, words.isEmpty() ? Map.of() : lexicon.stems(words));
  }

  record Marker(Terms terms, Map<String, @Nullable String> stems) {

    List<Match> mark(Map<String, String> fields) {
      return new TreeMap<>(fields)
          .entrySet().stream().flatMap(field -> mark(field.getKey(), field.getValue())).toList();
    }

    private Stream<Match> mark(String field, String text) {
      return Word.of(text).stream()
          .filter(word -> terms.areMetBy(word.text(), stems.get(word.text())))
          .map(
              word ->
                  new Match(field, word.from(), word.to(), text.substring(word.from(), word.to())));
    }
  }
}
