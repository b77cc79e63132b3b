package dev.skald.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The limit: the rows that an append of one event leaves behind, inserted into the same tables by
 * one statement that checks nothing, a connection for each appender.
 */
final class RawCommits implements Contender {

  /** One round trip and one commit for all three rows. */
  static final String SQL =
      """
      WITH stream AS (
        INSERT INTO eventstore.streams (stream_id, version, first_position, hash)
        VALUES (?, ?, ?, ?)
        ON CONFLICT (stream_id) DO UPDATE SET version = excluded.version, hash = excluded.hash),
      command AS (
        INSERT INTO eventstore.commands
          (command_id, fingerprint, closed, first_position, last_position, answer)
        VALUES (?, ?, false, ?, ?, ?))
      INSERT INTO eventstore.events
        (position, stream_id, version, event_id, type, schema_version, category, recorded_at,
         command_id, correlation_id, metadata, hash, data)
      VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final byte[] HASH = "a hash is thirty-two bytes long.".getBytes(UTF_8);

  private final Database database;
  private final Streams streams;
  private final Payloads payloads;
  private final AtomicLong positions = new AtomicLong();

  RawCommits(Database database, Streams streams, Payloads payloads) {
    this.database = database;
    this.streams = streams;
    this.payloads = payloads;
  }

  @Override
  public String name() {
    return "raw commits";
  }

  @Override
  public String guarantee() {
    return "none: nothing is checked, and no order";
  }

  @Override
  public Caller caller(int number, int of) throws SQLException {
    return new RawAppender(number, of);
  }

  @Override
  public long consumed() throws SQLException {
    return database.number("SELECT count(*) FROM eventstore.events");
  }

  private final class RawAppender implements Caller {
    private final Connection connection = database.connect();
    private final PreparedStatement statement = Prepared.once(connection, SQL);
    private final SplittableRandom random;
    private final int number;
    private final int of;

    RawAppender(int number, int of) throws SQLException {
      this.number = number;
      this.of = of;
      this.random = payloads.random();
    }

    @Override
    public int call() throws SQLException {
      int stream = streams.any(random, number, of);
      String id = streams.id(stream);
      long version = streams.version(stream) + 1;
      long position = positions.incrementAndGet();
      String command = Ids.random(random).toString();
      UUID event = Ids.random(random);
      statement.setString(1, id);
      statement.setLong(2, version);
      statement.setLong(3, position);
      statement.setBytes(4, HASH);
      statement.setString(5, command);
      statement.setString(6, Ids.FINGERPRINT);
      statement.setLong(7, position);
      statement.setLong(8, position);
      statement.setString(9, id + "=" + version);
      statement.setLong(10, position);
      statement.setString(11, id);
      statement.setLong(12, version);
      statement.setObject(13, event);
      statement.setString(14, Payloads.TYPE);
      statement.setString(15, Streams.category(id));
      statement.setObject(16, OffsetDateTime.now(ZoneOffset.UTC));
      statement.setString(17, command);
      statement.setString(18, command);
      statement.setString(19, Ids.METADATA);
      statement.setBytes(20, HASH);
      statement.setString(21, payloads.json(random));
      statement.executeUpdate();
      streams.grow(stream, 1);
      return 1;
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
