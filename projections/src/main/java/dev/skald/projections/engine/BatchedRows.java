package dev.skald.projections.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * Collects the writes of a batch and sends those with the same SQL together. Writes of one stream
 * keep their order; those of different streams may change places. A statement that changes no row
 * cannot have been right, and parks its stream.
 */
final class BatchedRows implements Rows {

  private record Sum(String sql, String key, SqlParameterSource parameters) {}

  private record Layer(String sql, List<SqlParameterSource> parameters) {}

  private final NamedParameterJdbcTemplate jdbc;
  private final List<Layer> layers = new ArrayList<>();
  private final List<Sum> sums = new ArrayList<>();
  private final Map<String, Integer> lastLayer = new HashMap<>();
  private String stream = "";

  BatchedRows(NamedParameterJdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void write(String sql, SqlParameterSource parameters) {
    int layer = layerFor(sql);
    layers.get(layer).parameters().add(parameters);
    lastLayer.put(stream, layer);
  }

  @Override
  public void add(String key, String sql, SqlParameterSource parameters) {
    sums.add(new Sum(sql, key, parameters));
  }

  void of(String nextStream) {
    stream = nextStream;
  }

  void flush() {
    layers.addAll(ofSums());
    for (Layer layer : layers) {
      if (!PlainInsert.of(layer.sql())
          .map(insert -> send(insert, layer))
          .orElseGet(() -> send(layer))) {
        throw new NothingWritten(layer.sql());
      }
    }
    layers.clear();
    sums.clear();
    lastLayer.clear();
  }

  private List<Layer> ofSums() {
    Map<String, Layer> bySql = new TreeMap<>();
    sums.stream()
        .sorted(Comparator.comparing(Sum::key))
        .forEach(
            sum ->
                bySql
                    .computeIfAbsent(sum.sql(), sql -> new Layer(sql, new ArrayList<>()))
                    .parameters()
                    .add(sum.parameters()));
    return List.copyOf(bySql.values());
  }

  /** Whether each wrote its row. */
  private boolean send(PlainInsert insert, Layer layer) {
    return insert.send(layer.parameters(), jdbc.getJdbcOperations()) == layer.parameters().size();
  }

  private boolean send(Layer layer) {
    int[] counts =
        jdbc.batchUpdate(layer.sql(), layer.parameters().toArray(SqlParameterSource[]::new));
    return Arrays.stream(counts).noneMatch(count -> count == 0);
  }

  private int layerFor(String sql) {
    int from = lastLayer.getOrDefault(stream, 0);
    for (int i = from; i < layers.size(); i++) {
      if (layers.get(i).sql().equals(sql)) {
        return i;
      }
    }
    layers.add(new Layer(sql, new ArrayList<>()));
    return layers.size() - 1;
  }

  static final class NothingWritten extends RuntimeException {
    NothingWritten(String sql) {
      super("expected at least one row to be written, was none: " + sql.strip());
    }
  }
}
