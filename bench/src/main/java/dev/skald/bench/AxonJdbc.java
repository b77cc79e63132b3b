package dev.skald.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.axonframework.common.jdbc.ConnectionWrapperFactory;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;

/** A peer: Axon's event storage on JDBC, an engine over a connection for each appender. */
final class AxonJdbc implements Contender {

  /** Its own way to JSON, which differs from ours by some bytes. */
  private static final Serializer JSON = Jackson3Serializer.builder().build();

  private final Database database;
  private final Streams streams;
  private final Payloads payloads;
  private final int events;

  private AxonJdbc(Database database, Streams streams, Payloads payloads, int events) {
    this.database = database;
    this.streams = streams;
    this.payloads = payloads;
    this.events = events;
  }

  static AxonJdbc on(Database empty, Streams streams, Payloads payloads, int events)
      throws SQLException {
    try (Connection connection = empty.connect()) {
      connection.setAutoCommit(false);
      engine(connection).createSchema(PostgresEventTableFactory.INSTANCE);
      connection.commit();
    }
    return new AxonJdbc(empty, streams, payloads, events);
  }

  @Override
  public String name() {
    return "axon";
  }

  @Override
  public String guarantee() {
    return "durable; a version once per stream; readers find late events by keeping track of gaps, "
        + "until a time-out; no command ids";
  }

  @Override
  public Caller caller(int number, int of) throws SQLException {
    return new Writer(number, of);
  }

  @Override
  public long consumed() throws SQLException {
    return database.number("SELECT count(*) FROM DomainEventEntry");
  }

  private static JdbcEventStorageEngine engine(Connection connection) {
    return JdbcEventStorageEngine.builder()
        .eventSerializer(JSON)
        .snapshotSerializer(JSON)
        .dataType(byte[].class)
        .connectionProvider(
            () ->
                ConnectionWrapperFactory.wrap(
                    connection, new ConnectionWrapperFactory.NoOpCloseHandler()))
        .transactionManager(new Transactions(connection))
        .build();
  }

  /** Begun by the first statement, as JDBC does. */
  private record Transactions(Connection connection) implements TransactionManager {
    @Override
    public Transaction startTransaction() {
      return new Transaction() {
        @Override
        public void commit() {
          try {
            connection.commit();
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        }

        @Override
        public void rollback() {
          try {
            connection.rollback();
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        }
      };
    }
  }

  private final class Writer implements Caller {
    private final Connection connection = database.connect();
    private final JdbcEventStorageEngine engine;
    private final SplittableRandom random;
    private final int number;
    private final int of;

    Writer(int number, int of) throws SQLException {
      connection.setAutoCommit(false);
      this.engine = engine(connection);
      this.number = number;
      this.of = of;
      this.random = payloads.random();
    }

    @Override
    public int call() {
      int stream = streams.any(random, number, of);
      List<DomainEventMessage<PaymentTaken>> messages = new ArrayList<>(events);
      for (int i = 0; i < events; i++) {
        messages.add(message(stream, streams.version(stream) + i));
      }
      engine.appendEvents(messages);
      streams.grow(stream, events);
      return events;
    }

    private DomainEventMessage<PaymentTaken> message(int stream, long sequence) {
      String correlation = Ids.random(random).toString();
      GenericMessage<PaymentTaken> payload =
          new GenericMessage<>(
              Ids.random(random).toString(),
              payloads.event(random),
              Map.of("correlationId", correlation, "actor", Ids.ACTOR));
      return new GenericDomainEventMessage<>(
          Payloads.TYPE, streams.id(stream), sequence, payload, Instant.now());
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
