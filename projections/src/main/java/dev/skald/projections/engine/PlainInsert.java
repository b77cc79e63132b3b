package dev.skald.projections.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.namedparam.ParsedSql;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * An insert of a row, which is sent for many rows at a time: that costs the server half of what as
 * many statements do. One that says what to do about a row which is there already is none of these,
 * since it must not meet the same row twice in one statement.
 *
 * @param head up to where the values are
 * @param values of one row
 */
record PlainInsert(String head, String values) {

  private static final Pattern FORM =
      Pattern.compile("\\s*(insert\\s+into\\s.+?\\svalues\\s*)(\\(.*\\))\\s*", Pattern.DOTALL);
  private static final Pattern MORE = Pattern.compile("\\b(on\\s+conflict|returning|select)\\b");
  private static final int MOST = 128;

  static Optional<PlainInsert> of(String sql) {
    Matcher form = FORM.matcher(sql);
    return form.matches() && !MORE.matcher(sql).find()
        ? Optional.of(new PlainInsert(form.group(1), form.group(2)))
        : Optional.empty();
  }

  /** How many rows were written. */
  int send(List<SqlParameterSource> rows, JdbcOperations jdbc) {
    ParsedSql parsed = NamedParameterUtils.parseSqlStatement(values);
    String row = NamedParameterUtils.substituteNamedParameters(parsed, null);
    int written = 0;
    for (int from = 0; from < rows.size(); ) {
      // Of few sizes, so that the server has few statements to know.
      int count = Math.min(MOST, Integer.highestOneBit(rows.size() - from));
      List<@Nullable Object> arguments = new ArrayList<>();
      for (SqlParameterSource each : rows.subList(from, from + count)) {
        arguments.addAll(Arrays.asList(NamedParameterUtils.buildValueArray(parsed, each, null)));
      }
      String sql = head + String.join(", ", Collections.nCopies(count, row));
      written += jdbc.update(sql, arguments.toArray());
      from += count;
    }
    return written;
  }
}
