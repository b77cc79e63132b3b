package dev.skald.projections.engine;

import com.zaxxer.hikari.HikariDataSource;
import dev.skald.eventstore.RecordedEvent;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * What a projection makes of events when nothing of the engine takes part: one after the other, in
 * the order of the log, with states kept in memory. What all else is compared with.
 */
final class PlainFold implements AutoCloseable {

  private final HikariDataSource readModels = World.newReadModels();
  private final Database database = Database.of(readModels);

  /** The rows of its tables, which must not have been filled before. */
  List<String> rows(Projection projection, List<RecordedEvent> events) {
    database
        .transaction()
        .executeWithoutResult(
            _ -> {
              TableSets.use(database, TableSets.IN_USE);
              projection.sources().forEach(source -> fold(source, events));
            });
    return World.rows(readModels, projection);
  }

  private void fold(Source<?> source, List<RecordedEvent> events) {
    List<RecordedEvent> own =
        events.stream().filter(e -> e.streamId().category().equals(source.category())).toList();
    switch (source) {
      case Source.EachEvent<?> each -> each(each, own);
      case Source.EachStream<?, ?> each -> states(each, own);
    }
  }

  private <E> void each(Source.EachEvent<E> source, List<RecordedEvent> events) {
    for (RecordedEvent event : events) {
      for (Record data : World.TYPES.decode(event)) {
        source.writer().write(new Fact<>(source.type().cast(data), event), written());
      }
    }
  }

  private <S, E> void states(Source.EachStream<S, E> source, List<RecordedEvent> events) {
    Map<String, S> states = new LinkedHashMap<>();
    for (RecordedEvent event : events) {
      for (Record data : World.TYPES.decode(event)) {
        Fact<E> fact = new Fact<>(source.type().cast(data), event);
        @Nullable S before = states.get(fact.id());
        states.put(fact.id(), source.table().evolve(before, fact));
      }
    }
    states.values().forEach(state -> source.table().store(state, written()));
  }

  private Rows written() {
    NamedParameterJdbcTemplate jdbc = database.template();
    return (sql, parameters) -> {
      int _ = jdbc.update(sql, parameters);
    };
  }

  /** How many rows each of its tables has. */
  Map<String, Long> counts(Projection projection) {
    Map<String, Long> counts = new HashMap<>();
    for (String table : projection.tables()) {
      counts.put(
          table,
          database
              .client()
              .sql("select count(*) from readmodels." + table)
              .query(Long.class)
              .single());
    }
    return counts;
  }

  @Override
  public void close() {
    readModels.close();
  }
}
