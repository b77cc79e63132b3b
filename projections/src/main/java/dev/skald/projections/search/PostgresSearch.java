package dev.skald.projections.search;

import dev.skald.projections.engine.Rows;
import dev.skald.projections.search.Found.Hit;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Searches with what Postgres has: full text, stems, and groups of three letters. */
public final class PostgresSearch implements Search {

  /** Of more that match, the newest are ranked, and what has the whole id. */
  private static final int MOST_RANKED = 5_000;

  private static final int MOST_ALIKE = 30;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Lexicon lexicon;
  private final Highlights highlights;

  public PostgresSearch(DataSource readModels) {
    this.jdbc = JdbcClient.create(readModels);
    this.transaction = new TransactionTemplate(new DataSourceTransactionManager(readModels));
    transaction.setReadOnly(true);
    this.lexicon = new Lexicon(jdbc, Synonyms.ours());
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
    return planned(() -> search(wanted, limit, known));
  }

  private Found search(Wanted wanted, int limit, @Nullable Place known) {
    Terms asked = lexicon.terms(wanted.words());
    Place place =
        known == null ? Place.first(head(), lexicon.corrections(asked, kinds(wanted.in()))) : known;
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

  /**
   * How a search is best done depends on how common its words are, so each is planned for its own;
   * that few rows are quickly read wherever they are tips the scales to the index of words. None
   * takes for ever.
   */
  private <T> T planned(Supplier<T> reading) {
    return Objects.requireNonNull(
        transaction.execute(
            _ -> {
              jdbc.sql(
                      """
                      select set_config('plan_cache_mode', 'force_custom_plan', true),
                             set_config('random_page_cost', '1.1', true),
                             set_config('statement_timeout', '5s', true)
                      """)
                  .query((_, _) -> 0)
                  .single();
              return reading.get();
            }));
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
            with known as not materialized (
              select kind, id, title, details, began_at, first_position,
                     round(cast(ts_rank(found_by, cast(:query as tsquery)) as numeric)
                           + case when lower(id) = :whole then 1 else 0 end, 6) as score
                from readmodels.search_document
               where found_by @@ cast(:query as tsquery)
                 and kind = any(:kinds)
                 and first_position <= :head
                 and (cast(:from as timestamptz) is null or began_at >= :from)
                 and (cast(:to as timestamptz) is null or began_at < :to)
            ), newest as (
              select kind, id, title, details, began_at, score, first_position
                from known
               order by first_position desc
               limit :most
            ), matching as (
              select kind, id, title, details, began_at, score, first_position
                from newest
              union all
              select kind, id, title, details, began_at, score, first_position
                from known
               where lower(id) = :whole
                 and first_position < (select min(first_position) from newest)
            )
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
                      from matching) hits
             where (score, first_position) < (:score, :position)
               and (cast(:status as text) is null or status = :status)
             order by score desc, first_position desc
             limit :limit
            """)
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
    return planned(() -> endings(typed, in, limit));
  }

  private List<String> endings(String typed, Set<Kind> in, int limit) {
    List<Word> words = Word.of(typed);
    Word last = words.getLast();
    List<String> before = words.subList(0, words.size() - 1).stream().map(Word::text).toList();
    String others = "";
    if (!before.isEmpty()) {
      String query = lexicon.terms(before).query();
      if (!lexicon.isFound(query, kinds(in))) {
        return List.of();
      }
      others = query + " & ";
    }
    List<String> endings = lexicon.endings(others, last.text(), kinds(in), limit);
    List<String> chosen =
        endings.isEmpty()
            ? found(others, lexicon.alike(last.text(), MOST_ALIKE), in, limit)
            : endings;
    return chosen.stream().map(word -> typed.substring(0, last.from()) + word).toList();
  }

  /** Those that something has, beside the words before. */
  private List<String> found(String others, List<String> endings, Set<Kind> in, int limit) {
    return endings.stream()
        .filter(word -> lexicon.isFound(others + "'" + word + "'", kinds(in)))
        .limit(limit)
        .toList();
  }

  private static String[] kinds(Set<Kind> in) {
    return (in.isEmpty() ? Stream.of(Kind.values()) : in.stream())
        .map(Kind::text)
        .toArray(String[]::new);
  }
}
