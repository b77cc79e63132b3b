package dev.skald.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A peer: message-db's own SQL, called as its clients do, a connection for each appender. */
final class MessageDb implements Contender {

  private static final String SQL = "SELECT write_message(?, ?, ?, ?::jsonb, ?::jsonb, ?)";

  /** In the order of its installation; its roles and views play no part in this. */
  private static final List<String> FILES =
      List.of(
          "schema/message-store",
          "extensions/pgcrypto",
          "tables/messages",
          "types/message",
          "functions/message-store-version",
          "functions/hash-64",
          "functions/acquire-lock",
          "functions/category",
          "functions/is-category",
          "functions/id",
          "functions/cardinal-id",
          "functions/stream-version",
          "functions/write-message",
          "functions/get-stream-messages",
          "functions/get-category-messages",
          "functions/get-last-stream-message",
          "indexes/messages-id",
          "indexes/messages-stream",
          "indexes/messages-category");

  /** Where its SQL is, if it can be had: it is published by npm only. */
  static Optional<Path> files() {
    return new NpmFiles("@eventide/message-db", "1.3.1", "message-db-1.3.1")
        .find()
        .map(files -> files.resolve("package/database"));
  }

  private final Database database;
  private final Streams streams;
  private final Payloads payloads;
  private final String name;

  private MessageDb(Database database, Streams streams, Payloads payloads, String name) {
    this.database = database;
    this.streams = streams;
    this.payloads = payloads;
    this.name = name;
  }

  static MessageDb on(
      Database empty, Path installation, Streams streams, Payloads payloads, String name)
      throws IOException, SQLException {
    Database database = empty.searching("message_store,public");
    for (String file : FILES) {
      database.execute(Files.readString(installation.resolve(file + ".sql")));
    }
    return new MessageDb(database, streams, payloads, name);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String guarantee() {
    return "durable; expected version; one stream at a time; readers of a category never skip, "
        + "those of all may; no command ids";
  }

  @Override
  public Caller caller(int number, int of) throws SQLException {
    return new Writer(number, of);
  }

  @Override
  public long consumed() throws SQLException {
    return database.number("SELECT count(*) FROM messages");
  }

  private final class Writer implements Caller {
    private final Connection connection = database.connect();
    private final PreparedStatement statement = Prepared.once(connection, SQL);
    private final SplittableRandom random;
    private final int number;
    private final int of;

    Writer(int number, int of) throws SQLException {
      this.number = number;
      this.of = of;
      this.random = payloads.random();
    }

    @Override
    public int call() throws SQLException {
      int stream = streams.any(random, number, of);
      String correlation = Ids.random(random).toString();
      statement.setString(1, Ids.random(random).toString());
      statement.setString(2, streams.id(stream));
      statement.setString(3, Payloads.TYPE);
      statement.setString(4, payloads.json(random));
      statement.setString(
          5, "{\"correlationId\":\"%s\",\"actor\":\"%s\"}".formatted(correlation, Ids.ACTOR));
      statement.setLong(6, streams.version(stream) - 1);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
      }
      streams.grow(stream, 1);
      return 1;
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
