package dev.skald.projections.search;

import dev.skald.projections.engine.Fact;
import dev.skald.projections.engine.Rows;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

/**
 * Something that can be found: by its title, which weighs most, its id, and details. Words that
 * people might type are kept once more by themselves, for suggestions and misspellings; a word that
 * is known already is left as it is, so that nobody waits for a row that all share.
 */
record Document(Kind kind, String id, String title, String details, Instant at, long position) {

  private static final int MAX_TEXT = 2_000;

  static Document of(Kind kind, Fact<?> fact, String title, String details) {
    return new Document(kind, fact.id(), cut(title), cut(details), fact.at(), fact.position());
  }

  /** All of it, also where there was one before; that keeps its place. */
  void write(Rows rows) {
    rows.write(
        """
        with learned as (
          insert into search_word (word)
          select unnest(string_to_array(:spoken, ' '))
              on conflict do nothing
        )
        insert into search_document
               (kind, id, title, details, found_by, began_at, first_position)
        values (:kind, :id, :title, :details,
                cast(:words as tsvector)
                  || setweight(to_tsvector('english', :titleWords), 'A')
                  || setweight(to_tsvector('english', :detailWords), 'C'),
                :at, :position)
        on conflict (kind, id)
        do update set title = excluded.title, details = excluded.details,
                      found_by = excluded.found_by, began_at = excluded.began_at
        """,
        parameters());
  }

  /** One more detail, once, as long as there are few. */
  void add(Rows rows) {
    rows.write(
        """
        with learned as (
          insert into search_word (word)
          select unnest(string_to_array(:spoken, ' '))
              on conflict do nothing
        )
        insert into search_document as d
               (kind, id, title, details, found_by, began_at, first_position)
        values (:kind, :id, :title, :details,
                cast(:words as tsvector)
                  || setweight(to_tsvector('english', :titleWords), 'A')
                  || setweight(to_tsvector('english', :detailWords), 'C'),
                :at, :position)
        on conflict (kind, id)
        do update set details = case when strpos(d.details, excluded.details) > 0
                                       or length(d.details) > :most then d.details
                                     else ltrim(d.details || ' ' || excluded.details) end,
                      found_by = case when strpos(d.details, excluded.details) > 0
                                        or length(d.details) > :most then d.found_by
                                      else d.found_by || excluded.found_by end
        """,
        parameters());
  }

  /** Nothing of it is left to be found. */
  void hide(Rows rows) {
    rows.write(
        """
        update search_document
           set title = '', details = '', found_by = ''
         where kind = :kind and id = :id
        """,
        parameters());
  }

  private MapSqlParameterSource parameters() {
    List<String> titleWords = Word.texts(title);
    List<String> detailWords = Word.texts(details);
    return new MapSqlParameterSource("kind", kind.text())
        .addValue("id", id)
        .addValue("title", title)
        .addValue("details", details)
        .addValue("titleWords", String.join(" ", titleWords))
        .addValue("detailWords", String.join(" ", detailWords))
        .addValue(
            "words",
            weighted(titleWords, 'A') + weighted(Word.texts(id), 'B') + weighted(detailWords, 'C'))
        // In order, so that two who learn the same words do not wait for each other.
        .addValue(
            "spoken",
            Stream.concat(titleWords.stream(), detailWords.stream())
                .filter(Word::isSpoken)
                .distinct()
                .sorted()
                .collect(Collectors.joining(" ")))
        .addValue("most", MAX_TEXT)
        .addValue("at", Rows.time(at))
        .addValue("position", position);
  }

  /** Words as they are, next to the stems that Postgres makes of them. */
  private static String weighted(List<String> words, char weight) {
    return words.stream()
        .map(word -> "'%s':1%s ".formatted(word, weight))
        .collect(Collectors.joining());
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT
        ? text
        : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, MAX_TEXT - 1)));
  }
}
