package dev.skald.projections.search;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The words of a search, and for each what else counts as it. Words hold letters and digits only,
 * so that they can stand in the database's language of searches as they are.
 */
record Terms(List<Term> terms) {

  /** A shorter one is the beginning of too much. */
  private static final int SHORTEST_BEGINNING = 2;

  Terms {
    terms = List.copyOf(terms);
  }

  /**
   * One word.
   *
   * @param stem null where it has none, as "the" has not
   * @param others that count as it: synonyms, or those that were probably meant
   */
  record Term(String word, @Nullable String stem, List<String> others) {

    Term {
      others = List.copyOf(others);
    }

    Term or(List<String> more) {
      return new Term(word, stem, Stream.concat(others.stream(), more.stream()).toList());
    }

    /** As it stands weighs more than where it is only the beginning of a word. */
    String query() {
      List<String> any = new ArrayList<>(List.of(quoted(word)));
      any.addAll(Stream.of(word).filter(Term::isBeginning).map(Term::beginning).toList());
      if (stem != null) {
        any.add(quoted(stem));
      }
      others.forEach(other -> any.add(beginning(other)));
      return any.stream().distinct().collect(Collectors.joining(" | ", "(", ")"));
    }

    boolean isMetBy(String found, @Nullable String foundStem) {
      return (isBeginning(word) ? found.startsWith(word) : found.equals(word))
          || (stem != null && stem.equals(foundStem))
          || others.stream().anyMatch(found::startsWith);
    }

    private static boolean isBeginning(String word) {
      return word.length() >= SHORTEST_BEGINNING;
    }

    private static String beginning(String word) {
      return quoted(word) + ":*";
    }

    private static String quoted(String word) {
      return "'" + word + "'";
    }
  }

  /** Those that must be met: words that say nothing only where all do. */
  private List<Term> wanted() {
    List<Term> telling = terms.stream().filter(term -> term.stem() != null).toList();
    return telling.isEmpty() ? terms : telling;
  }

  /** All of them. */
  String query() {
    return wanted().stream().map(Term::query).collect(Collectors.joining(" & "));
  }

  Terms with(Map<String, List<String>> corrections) {
    return new Terms(
        terms.stream()
            .map(term -> term.or(corrections.getOrDefault(term.word(), List.of())))
            .toList());
  }

  /** Those that must be met and that nobody has given another word for. */
  Set<Term> doubtful() {
    return wanted().stream()
        .filter(term -> term.others().isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  boolean areMetBy(String found, @Nullable String foundStem) {
    return wanted().stream().anyMatch(term -> term.isMetBy(found, foundStem));
  }
}
