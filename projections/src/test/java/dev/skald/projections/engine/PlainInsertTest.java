package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

class PlainInsertTest {

  @Test
  void many_rows_go_by_few_statements_and_all_arrive() {
    try (var readModels = World.newReadModels()) {
      Database database = Database.of(readModels);
      database.client().sql("create table seen (id int, name text, what jsonb)").update();
      PlainInsert insert =
          PlainInsert.of(
                  """
                  insert into seen (id, name, what)
                  values (:id, :name, cast(:what as jsonb))
                  """)
              .orElseThrow();
      List<SqlParameterSource> rows =
          IntStream.range(0, 300).mapToObj(PlainInsertTest::row).toList();

      assertThat(insert.send(rows, database.template().getJdbcOperations())).isEqualTo(300);

      assertThat(
              database
                  .client()
                  .sql(
                      """
                      select count(*) || ' ' || count(distinct id) || ' ' || count(name) || ' '
                             || count(*) filter (where (what->>'n')::int = id)
                        from seen
                      """)
                  .query(String.class)
                  .single())
          .isEqualTo("300 300 150 300");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into a (id) values (:id) on conflict (id) do nothing",
        "insert into a (id) values (:id) returning id",
        "insert into a (id) select :id",
        "insert into a (id) values ((select max(id) from b))",
        "update a set id = :id"
      })
  void what_says_more_is_sent_row_by_row(String sql) {
    assertThat(PlainInsert.of(sql)).isEmpty();
  }

  private static SqlParameterSource row(int i) {
    return new MapSqlParameterSource("id", i)
        .addValue("name", i % 2 == 0 ? "even" : null)
        .addValue("what", "{\"n\": %d}".formatted(i));
  }
}
