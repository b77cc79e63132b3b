package dev.skald.projections.search;

import dev.skald.projections.engine.Rows;
import dev.skald.projections.search.Found.Hit;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Searches with what Postgres has: full text, stems, and groups of three letters. */
public final class PostgresSearch implements Search {

  /** Of more that match, the newest are ranked. */
  private static final int MOST_RANKED = 10_000;

  private static final int MOST_TRIED = 50;
  private static final int TIMEOUT_SECONDS = 5;

  private final JdbcClient jdbc;
  private final Lexicon lexicon;
  private final Highlights highlights;

  public PostgresSearch(JdbcClient readModels) {
    this.jdbc = readModels;
    this.lexicon = new Lexicon(readModels, Synonyms.ours());
    this.highlights = new Highlights(lexicon);
  }

  private record Ranked(
      Kind kind,
      String id,
      String title,
      String details,
      @Nullable String status,
      Instant at,
      BigDecimal score,
      long position) {

    Hit hit(List<Found.Match> matches) {
      return new Hit(kind, id, title, details, status, at, score.doubleValue(), matches);
    }
  }

  @Override
  public Found search(Wanted wanted, int limit, @Nullable String cursor) {
    Place known = Place.of(cursor, wanted);
    Terms asked = lexicon.terms(wanted.words());
    Place place = known == null ? Place.first(head(), lexicon.corrections(asked)) : known;
    Terms terms = asked.with(place.corrections());
    List<Ranked> rows = ranked(wanted, terms, place, limit + 1);
    List<Ranked> page = rows.size() <= limit ? rows : rows.subList(0, limit);
    return new Found(
        hits(page, terms),
        rows.size() <= limit
            ? null
            : new Place(
                    page.getLast().score(),
                    page.getLast().position(),
                    place.head(),
                    place.corrections())
                .cursor(wanted),
        place.corrections());
  }

  private List<Hit> hits(List<Ranked> page, Terms terms) {
    Highlights.Marker marker =
        highlights.marker(
            terms, page.stream().flatMap(row -> Stream.of(row.title(), row.id(), row.details())));
    return page.stream()
        .map(
            row ->
                row.hit(
                    marker.mark(
                        Map.of("title", row.title(), "id", row.id(), "details", row.details()))))
        .toList();
  }

  private long head() {
    return jdbc.sql("select coalesce(max(first_position), 0) from readmodels.search_document")
        .query(Long.class)
        .single();
  }

  /** The status stands with the read model of each; an order that was shipped, with shipments. */
  private List<Ranked> ranked(Wanted wanted, Terms terms, Place place, int limit) {
    return jdbc.sql(
            """
            select kind, id, title, details, status, began_at, score, first_position
              from (select kind, id, title, details, began_at, score, first_position,
                           case kind
                             when 'orders' then
                               (select case when exists (select 1 from readmodels.shipment s
                                                          where s.order_id = o.order_id)
                                            then 'SHIPPED' else o.status end
                                  from readmodels.customer_order o where o.order_id = matching.id)
                             when 'content' then
                               (select c.status from readmodels.content c
                                 where c.content_id = matching.id)
                             else
                               (select g.status from readmodels.saga g
                                 where g.saga_id = matching.id)
                           end as status
                      from (select kind, id, title, details, began_at, first_position,
                                   round(cast(ts_rank(found_by, cast(:query as tsquery)) as numeric)
                                         + case when lower(id) = :whole then 1 else 0 end, 6)
                                     as score
                              from readmodels.search_document
                             where found_by @@ cast(:query as tsquery)
                               and kind = any(:kinds)
                               and first_position <= :head
                               and (cast(:from as timestamptz) is null or began_at >= :from)
                               and (cast(:to as timestamptz) is null or began_at < :to)
                             order by first_position desc
                             limit :most) matching) hits
             where (score, first_position) < (:score, :position)
               and (cast(:status as text) is null or status = :status)
             order by score desc, first_position desc
             limit :limit
            """)
        .withQueryTimeout(TIMEOUT_SECONDS)
        .param("query", terms.query())
        .param("whole", wanted.whole())
        .param("kinds", kinds(wanted.in()))
        .param("head", place.head())
        .param("from", Rows.time(wanted.from()))
        .param("to", Rows.time(wanted.to()))
        .param("most", MOST_RANKED)
        .param("score", place.score())
        .param("position", place.position())
        .param("status", wanted.status())
        .param("limit", limit)
        .query((row, _) -> ranked(row))
        .list();
  }

  private static Ranked ranked(ResultSet row) throws SQLException {
    return new Ranked(
        Kind.of(row.getString("kind")),
        row.getString("id"),
        row.getString("title"),
        row.getString("details"),
        row.getString("status"),
        row.getTimestamp("began_at").toInstant(),
        row.getBigDecimal("score"),
        row.getLong("first_position"));
  }

  @Override
  public List<String> suggestions(String typed, Set<Kind> in, int limit) {
    Wanted.words(typed);
    List<Word> words = Word.of(typed);
    Word last = words.getLast();
    List<String> before = words.subList(0, words.size() - 1).stream().map(Word::text).toList();
    String others = before.isEmpty() ? "" : lexicon.terms(before).query() + " & ";
    List<String> endings = found(others, lexicon.beginningWith(last.text(), MOST_TRIED), in, limit);
    List<String> chosen =
        endings.isEmpty()
            ? found(others, lexicon.alike(last.text(), MOST_TRIED), in, limit)
            : endings;
    return chosen.stream().map(word -> typed.substring(0, last.from()) + word).toList();
  }

  /** Those that something has, beside the words before. */
  private List<String> found(String others, List<String> endings, Set<Kind> in, int limit) {
    return jdbc.sql(
            """
            select e.word
              from unnest(:endings) with ordinality as e (word, place)
             where exists (select 1 from readmodels.search_document d
                            where d.found_by @@ cast(:others || '''' || e.word || '''' as tsquery)
                              and d.kind = any(:kinds))
             order by e.place
             limit :limit
            """)
        .withQueryTimeout(TIMEOUT_SECONDS)
        .param("endings", endings.toArray(String[]::new))
        .param("others", others)
        .param("kinds", kinds(in))
        .param("limit", limit)
        .query((row, _) -> row.getString("word"))
        .list();
  }

  private static String[] kinds(Set<Kind> in) {
    return (in.isEmpty() ? Stream.of(Kind.values()) : in.stream())
        .map(Kind::text)
        .toArray(String[]::new);
  }
}
