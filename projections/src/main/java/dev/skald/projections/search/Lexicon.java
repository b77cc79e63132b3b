package dev.skald.projections.search;

import dev.skald.projections.search.Terms.Term;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is known of words: their stems, their synonyms, and which are alike. */
final class Lexicon {

  /** Beyond any letter. */
  private static final String LAST = "\uDBFF\uDFFF";

  private static final int ALIKE = 3;
  private static final int MOST_TRIED = 30;
  private static final int MOST_ENDINGS = 500;

  private final JdbcClient jdbc;
  private final Synonyms synonyms;

  Lexicon(JdbcClient jdbc, Synonyms synonyms) {
    this.jdbc = jdbc;
    this.synonyms = synonyms;
  }

  Terms terms(List<String> words) {
    Map<String, @Nullable String> stems = stems(words);
    return new Terms(
        words.stream().map(word -> new Term(word, stems.get(word), synonyms.of(word))).toList());
  }

  /** Words that say nothing have none. */
  Map<String, @Nullable String> stems(Collection<String> words) {
    Map<String, @Nullable String> stems = new HashMap<>();
    jdbc.sql(
            """
            select word, (ts_lexize('english_stem', word))[1] as stem
              from unnest(:words) as word
            """)
        .param("words", words.toArray(String[]::new))
        .query(
            row -> {
              stems.put(row.getString("word"), row.getString("stem"));
            });
    return stems;
  }

  /** For words that nothing has, those that something has and that look most like them. */
  Map<String, List<String>> corrections(Terms terms, String[] kinds) {
    Map<String, List<String>> corrections = new HashMap<>();
    for (Term term : terms.doubtful()) {
      if (Word.isSpoken(term.word()) && !isFound(term.query(), kinds)) {
        List<String> alike =
            alike(term.word(), MOST_TRIED).stream()
                .filter(word -> isFound("'" + word + "'", kinds))
                .limit(ALIKE)
                .toList();
        if (!alike.isEmpty()) {
          corrections.put(term.word(), alike);
        }
      }
    }
    return corrections;
  }

  /** Counted, since only then is the index of words used for rare ones whatever is expected. */
  boolean isFound(String query, String[] kinds) {
    return jdbc.sql(
            """
            select count(*) > 0
              from readmodels.search_document
             where found_by @@ cast(:query as tsquery) and kind = any(:kinds)
            """)
        .param("query", query)
        .param("kinds", kinds)
        .query(Boolean.class)
        .single();
  }

  /** Words that begin so, and that something has beside the others, by the alphabet. */
  List<String> endings(String others, String beginning, String[] kinds, int limit) {
    return jdbc.sql(
            """
            select word
              from (select word
                      from readmodels.search_word
                     where word >= :beginning and word < :beyond
                     order by word
                     limit :most) words
             where (select count(*)
                      from readmodels.search_document
                     where found_by @@ cast(:others || quote_literal(word) as tsquery)
                       and kind = any(:kinds)) > 0
             order by word
             limit :limit
            """)
        .param("beginning", beginning)
        .param("beyond", beginning + LAST)
        .param("most", MOST_ENDINGS)
        .param("others", others)
        .param("kinds", kinds)
        .param("limit", limit)
        .query((row, _) -> row.getString("word"))
        .list();
  }

  /** By the groups of three letters that they share. */
  List<String> alike(String word, int limit) {
    return jdbc.sql(
            """
            select word
              from readmodels.search_word
             where word % :word
             order by similarity(word, :word) desc, word
             limit :limit
            """)
        .param("word", word)
        .param("limit", limit)
        .query((row, _) -> row.getString("word"))
        .list();
  }
}
