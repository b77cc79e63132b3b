package dev.skald.eventstore;

import dev.skald.eventstore.EncodedAppend.EncodedEvent;
import dev.skald.eventstore.EncodedAppend.EncodedStream;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/** A group of appends as the arrays that the database's {@code append} takes. */
final class AppendCall {

  private static final String SQL =
      """
      SELECT status, last_positions, detail
      FROM eventstore.append(?, ?, ?, ?, ?,  ?, ?, ?,  ?,  ?, ?, ?, ?,  ?, ?, ?, ?, ?, ?,  ?)
      """;

  private final List<EncodedAppend> appends;
  private final @Nullable Integer lockMillis;

  /**
   * @param lockMillis how long to wait for locks of others; null for as long as the session does
   */
  AppendCall(List<EncodedAppend> appends, @Nullable Integer lockMillis) {
    this.appends = appends;
    this.lockMillis = lockMillis;
  }

  List<AppendOutcome> execute(Connection connection) throws SQLException {
    return AppendOneCall.fits(appends)
        ? List.of(new AppendOneCall(appends.getFirst(), lockMillis).execute(connection))
        : executeGroup(connection);
  }

  List<AppendOutcome> executeGroup(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SQL)) {
      // Planned once: the default would send it anew four times on each connection.
      statement.unwrap(PGStatement.class).setPrepareThreshold(1);
      bind(connection, statement);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return outcomes(row);
      }
    }
  }

  private void bind(Connection connection, PreparedStatement statement) throws SQLException {
    TreeMap<String, Integer> numbers = new TreeMap<>();
    appends.forEach(a -> a.streams().forEach(s -> numbers.put(s.stream().value(), 0)));
    int next = 1;
    for (var entry : numbers.entrySet()) {
      entry.setValue(next++);
    }
    Columns requests = new Columns(5);
    Columns closes = new Columns(3);
    Columns streams = new Columns(4);
    Columns events = new Columns(6);
    for (EncodedAppend append : appends) {
      StoredMetadata metadata = append.metadata();
      requests.add(
          append.commandId().value(),
          append.fingerprint().value(),
          metadata.correlationId(),
          metadata.tenant(),
          metadata.rest());
      for (Append.Close close : append.closes()) {
        closes.add(requests.rows(), close.commandId().value(), close.happened());
      }
      for (EncodedStream stream : append.streams()) {
        streams.add(
            requests.rows(),
            numbers.get(stream.stream().value()),
            code(stream.expected()),
            stream.events().size());
        for (EncodedEvent event : stream.events()) {
          events.add(
              streams.rows(),
              event.id().toString(),
              event.type(),
              event.schemaVersion(),
              event.data(),
              event.hash().array());
        }
      }
    }
    int at = requests.bind(connection, statement, 1, "text", "text", "text", "text", "text");
    at = closes.bind(connection, statement, at, "int4", "text", "bool");
    statement.setArray(
        at++, connection.createArrayOf("text", numbers.keySet().toArray(String[]::new)));
    at = streams.bind(connection, statement, at, "int4", "int4", "int8", "int4");
    at = events.bind(connection, statement, at, "int4", "text", "text", "int4", "text", "bytea");
    statement.setObject(at, lockMillis, Types.INTEGER);
  }

  static long code(Expected expected) {
    return switch (expected) {
      case Expected.Any _ -> -1;
      case Expected.Exists _ -> -2;
      case Expected.NoStream _ -> 0;
      case Expected.AtVersion(long version) -> version;
    };
  }

  private List<AppendOutcome> outcomes(ResultSet row) throws SQLException {
    Integer[] status = (Integer[]) row.getArray(1).getArray();
    Long[] position = (Long[]) row.getArray(2).getArray();
    String[] detail = (String[]) row.getArray(3).getArray();
    List<AppendOutcome> outcomes = new ArrayList<>(status.length);
    for (int i = 0; i < status.length; i++) {
      outcomes.add(new AppendOutcome(status[i], position[i], detail[i]));
    }
    return outcomes;
  }

  /** Rows on their way to arrays, one for each column. The driver sends these types in binary. */
  private static final class Columns {

    private final List<List<@Nullable Object>> columns = new ArrayList<>();

    Columns(int count) {
      for (int i = 0; i < count; i++) {
        columns.add(new ArrayList<>());
      }
    }

    void add(@Nullable Object... row) {
      for (int i = 0; i < row.length; i++) {
        columns.get(i).add(row[i]);
      }
    }

    int rows() {
      return columns.getFirst().size();
    }

    int bind(Connection connection, PreparedStatement statement, int first, String... types)
        throws SQLException {
      for (int i = 0; i < types.length; i++) {
        statement.setArray(first + i, array(connection, types[i], columns.get(i)));
      }
      return first + types.length;
    }

    private static Array array(Connection connection, String type, List<@Nullable Object> values)
        throws SQLException {
      Object[] array =
          switch (type) {
            case "int4" -> values.toArray(Integer[]::new);
            case "int8" -> values.toArray(Long[]::new);
            case "bool" -> values.toArray(Boolean[]::new);
            case "bytea" -> values.toArray(byte[][]::new);
            default -> values.toArray(String[]::new);
          };
      return connection.createArrayOf(type, array);
    }
  }
}
