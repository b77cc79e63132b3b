package dev.skald.bench;

import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.projections.engine.Fact;
import dev.skald.projections.engine.Projection;
import dev.skald.projections.engine.Rows;
import dev.skald.projections.engine.Source;
import dev.skald.projections.engine.StateTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.namedparam.ParsedSql;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The bare cost of a projection: the same rows from the same events, by plain JDBC batches over one
 * connection. What came before is trusted to be folded, and what comes to be next: there are no
 * versions of streams, no look at whether the log has an event, and nothing is parked.
 */
final class BareFold implements AutoCloseable {

  private record Batch(ParsedSql parsed, PreparedStatement statement) {}

  private final Connection connection;
  private final JdbcClient client;
  private final Projection projection;
  private final EventTypeRegistry types;
  private final Map<String, Batch> batches = new LinkedHashMap<>();

  BareFold(Connection connection, Projection projection, EventTypeRegistry types) {
    this.connection = connection;
    this.client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    this.projection = projection;
    this.types = types;
  }

  /** Writes rows, and leaves the commit to whoever moves the checkpoint. */
  void fold(List<RecordedEvent> events) throws SQLException {
    Map<String, List<Fact<Record>>> streams = new LinkedHashMap<>();
    for (RecordedEvent event : events) {
      List<Fact<Record>> facts =
          streams.computeIfAbsent(event.streamId().value(), _ -> new ArrayList<>());
      types.decode(event).forEach(data -> facts.add(new Fact<>(data, event)));
    }
    for (Source<?> source : projection.sources()) {
      List<List<Fact<Record>>> own =
          streams.values().stream()
              .filter(
                  facts ->
                      facts.getFirst().recorded().streamId().category().equals(source.category()))
              .toList();
      switch (source) {
        case Source.EachEvent<?> each -> each(each, own);
        case Source.EachStream<?, ?> each -> states(each, own);
      }
    }
    for (Batch batch : batches.values()) {
      batch.statement().executeBatch();
    }
  }

  private <E> void each(Source.EachEvent<E> source, List<List<Fact<Record>>> streams) {
    Rows rows = this::add;
    streams.forEach(
        facts -> facts.forEach(fact -> source.writer().write(typed(fact, source.type()), rows)));
  }

  private <S, E> void states(Source.EachStream<S, E> source, List<List<Fact<Record>>> streams) {
    StateTable<S, E> table = source.table();
    Map<String, S> states =
        table.load(streams.stream().map(facts -> facts.getFirst().id()).toList(), client);
    for (List<Fact<Record>> facts : streams) {
      @Nullable S state = states.get(facts.getFirst().id());
      for (Fact<Record> fact : facts) {
        state = table.evolve(state, typed(fact, source.type()));
      }
      if (state != null) {
        table.store(state, this::add);
      }
    }
  }

  private static <E> Fact<E> typed(Fact<Record> fact, Class<E> type) {
    return new Fact<>(type.cast(fact.event()), fact.recorded());
  }

  private void add(String sql, SqlParameterSource parameters) {
    Batch batch = batches.computeIfAbsent(sql, this::prepare);
    @Nullable Object[] values =
        NamedParameterUtils.buildValueArray(batch.parsed(), parameters, null);
    try {
      for (int i = 0; i < values.length; i++) {
        Object value = values[i];
        batch
            .statement()
            .setObject(i + 1, value instanceof SqlParameterValue typed ? typed.getValue() : value);
      }
      batch.statement().addBatch();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private Batch prepare(String sql) {
    ParsedSql parsed = NamedParameterUtils.parseSqlStatement(sql);
    try {
      return new Batch(
          parsed,
          Prepared.once(connection, NamedParameterUtils.substituteNamedParameters(parsed, null)));
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() throws SQLException {
    for (Batch batch : batches.values()) {
      batch.statement().close();
    }
  }
}
