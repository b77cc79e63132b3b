package dev.skald.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** The limit of bulk: the rows of an append of many events to one stream, by one statement. */
final class RawBatches implements Contender {

  /** Arrays of text and bytes were the fastest way in, faster than COPY at this size. */
  private static final String SQL =
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
      SELECT ? + x.number, ?, ? + x.number, x.id::uuid, x.type, 1, ?, ?, ?, ?, ?, x.hash, x.data
      FROM unnest(?::text[], ?::text[], ?::bytea[], ?::text[]) WITH ORDINALITY
          AS x (id, type, hash, data, number)
      """;

  private static final byte[] HASH = "a hash is thirty-two bytes long.".getBytes(UTF_8);

  private final Database database;
  private final Streams streams;
  private final Payloads payloads;
  private final int size;
  private final AtomicLong positions = new AtomicLong();

  RawBatches(Database database, Streams streams, Payloads payloads, int size) {
    this.database = database;
    this.streams = streams;
    this.payloads = payloads;
    this.size = size;
  }

  @Override
  public String name() {
    return "raw batches of " + size;
  }

  @Override
  public String guarantee() {
    return "none: nothing is checked, and no order";
  }

  @Override
  public Caller caller(int number, int of) throws SQLException {
    return new BatchAppender(number, of);
  }

  @Override
  public long consumed() throws SQLException {
    return database.number("SELECT count(*) FROM eventstore.events");
  }

  private final class BatchAppender implements Caller {
    private final Connection connection = database.connect();
    private final PreparedStatement statement = Prepared.once(connection, SQL);
    private final SplittableRandom random;
    private final int number;
    private final int of;

    BatchAppender(int number, int of) throws SQLException {
      this.number = number;
      this.of = of;
      this.random = payloads.random();
    }

    @Override
    public int call() throws SQLException {
      int stream = streams.any(random, number, of);
      String id = streams.id(stream);
      long before = streams.version(stream);
      long last = positions.addAndGet(size);
      String command = Ids.random(random).toString();
      statement.setString(1, id);
      statement.setLong(2, before + size);
      statement.setLong(3, last - size + 1);
      statement.setBytes(4, HASH);
      statement.setString(5, command);
      statement.setString(6, Ids.FINGERPRINT);
      statement.setLong(7, last - size + 1);
      statement.setLong(8, last);
      statement.setString(9, id + "=" + (before + size));
      statement.setLong(10, last - size);
      statement.setString(11, id);
      statement.setLong(12, before);
      statement.setString(13, Streams.category(id));
      statement.setObject(14, OffsetDateTime.now(ZoneOffset.UTC));
      statement.setString(15, command);
      statement.setString(16, command);
      statement.setString(17, Ids.METADATA);
      bindEvents();
      statement.executeUpdate();
      streams.grow(stream, size);
      return size;
    }

    private void bindEvents() throws SQLException {
      String[] ids = new String[size];
      String[] types = new String[size];
      String[] data = new String[size];
      byte[][] hashes = new byte[size][];
      Arrays.fill(types, Payloads.TYPE);
      Arrays.fill(hashes, HASH);
      for (int i = 0; i < size; i++) {
        ids[i] = Ids.random(random).toString();
        data[i] = payloads.json(random);
      }
      statement.setArray(18, connection.createArrayOf("text", ids));
      statement.setArray(19, connection.createArrayOf("text", types));
      statement.setArray(20, connection.createArrayOf("bytea", hashes));
      statement.setArray(21, connection.createArrayOf("text", data));
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
