package dev.skald.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** A Postgres of its own: durable, on the loopback address, with passwords. */
public final class EmbeddedPostgres implements AutoCloseable {

  public static final String SUPERUSER = "postgres";

  private final Path folder;
  private final int port;
  private final String password;
  private final Path binaries;
  private final PostgresUser user;
  private final KeptAlive server;

  private EmbeddedPostgres(Path folder, int port) {
    this.folder = folder;
    this.port = port;
    this.binaries = PostgresBinaries.folder();
    this.user = PostgresUser.find(binaries, folder);
    this.password = Secret.in(folder.resolve("superuser.password"));
    if (!Files.exists(data())) {
      initialize();
    }
    user.own(data());
    this.server =
        KeptAlive.start(
            new KeptAlive.Server("Postgres", Duration.ofSeconds(60), this::launch, this::serves));
  }

  /**
   * Starts on the data in the folder, which is made if it is not there, and returns when it serves.
   *
   * @param port 0 for any that is free
   */
  public static EmbeddedPostgres start(Path folder, int port) {
    try {
      Files.createDirectories(folder);
      return new EmbeddedPostgres(folder.toRealPath(), Ports.orFree(port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  /** The password of {@link #SUPERUSER}. */
  public String password() {
    return password;
  }

  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  /** Makes sure of a role that may log in with this password. */
  public void role(String name, String rolePassword) {
    if (!exists("SELECT 1 FROM pg_roles WHERE rolname = ?", name)) {
      execute("CREATE ROLE %I LOGIN", name);
    }
    execute("ALTER ROLE %I PASSWORD %L", name, rolePassword);
  }

  /** Makes sure of a database that belongs to this role and is closed to others. */
  public void database(String name, String owner) {
    if (!exists("SELECT 1 FROM pg_database WHERE datname = ?", name)) {
      execute("CREATE DATABASE %I OWNER %I", name, owner);
    }
    execute("REVOKE ALL ON DATABASE %I FROM PUBLIC", name);
  }

  void dropDatabase(String name) {
    execute("DROP DATABASE IF EXISTS %I WITH (FORCE)", name);
  }

  /** Stops in order; connections that are open are ended. */
  @Override
  public void close() {
    server.close();
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Path log() {
    return folder.resolve("postgres.log");
  }

  /** Complete or not at all: a kill in the middle leaves no half cluster. */
  private void initialize() {
    Path unfinished = folder.resolve("data.tmp");
    Path passwordFile = folder.resolve("initdb.password");
    try {
      CacheFolder.delete(unfinished);
      Files.createDirectory(unfinished);
      user.own(unfinished);
      Files.copy(
          folder.resolve("superuser.password"),
          passwordFile,
          StandardCopyOption.COPY_ATTRIBUTES,
          StandardCopyOption.REPLACE_EXISTING);
      user.own(passwordFile);
      run(
          "initdb",
          "--pgdata=" + unfinished,
          "--username=" + SUPERUSER,
          "--auth=scram-sha-256",
          "--pwfile=" + passwordFile,
          "--encoding=UTF8",
          "--locale-provider=builtin",
          "--locale=C.UTF-8",
          "--data-checksums");
      Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      passwordFile.toFile().delete();
    }
  }

  private void run(String program, String... arguments) {
    ChildProcess.run(command(program, List.of(arguments)));
  }

  private ChildProcess launch() {
    List<String> arguments = new ArrayList<>(List.of("-D", data().toString()));
    settings()
        .forEach(
            (key, value) -> {
              arguments.add("-c");
              arguments.add(key + "=" + value);
            });
    return ChildProcess.start(command("postgres", arguments));
  }

  private ChildProcess.Command command(String program, List<String> arguments) {
    List<String> line = new ArrayList<>(user.prefix());
    line.add(binaries.resolve("bin").resolve(program).toString());
    line.addAll(arguments);
    // INT is Postgres' "fast": it ends the connections, writes a checkpoint and goes.
    return new ChildProcess.Command(program, line, Map.of("LC_ALL", "C"), log(), "INT");
  }

  /** On the command line, so that a newer Skald's settings reach older data. */
  private Map<String, String> settings() {
    return Map.ofEntries(
        Map.entry("port", Integer.toString(port)),
        Map.entry("listen_addresses", "127.0.0.1"),
        Map.entry("unix_socket_directories", ""),
        Map.entry("fsync", "on"),
        Map.entry("synchronous_commit", "on"),
        Map.entry("max_connections", "200"),
        Map.entry("shared_buffers", "64MB"),
        Map.entry("max_wal_size", "512MB"),
        Map.entry("jit", "off"),
        Map.entry("timezone", "UTC"),
        Map.entry("log_timezone", "UTC"),
        Map.entry("log_min_messages", "warning"));
  }

  private boolean serves() {
    try (Connection connection = connect()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private boolean exists(String query, String name) {
    try (Connection connection = connect();
        PreparedStatement prepared = connection.prepareStatement(query)) {
      prepared.setString(1, name);
      try (ResultSet found = prepared.executeQuery()) {
        return found.next();
      }
    } catch (SQLException e) {
      throw new ServerFailed("Postgres refused: " + query, e);
    }
  }

  /** Names and passwords are quoted by Postgres itself. */
  private void execute(String statement, String... arguments) {
    try (Connection connection = connect();
        PreparedStatement quote =
            connection.prepareStatement("SELECT format(?, VARIADIC ?::text[])");
        Statement execution = connection.createStatement()) {
      quote.setString(1, statement);
      quote.setArray(2, connection.createArrayOf("text", arguments));
      try (ResultSet quoted = quote.executeQuery()) {
        quoted.next();
        execution.execute(quoted.getString(1));
      }
    } catch (SQLException e) {
      throw new ServerFailed("Postgres refused: " + statement, e);
    }
  }

  private Connection connect() throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url("postgres"));
    source.setUser(SUPERUSER);
    source.setPassword(password);
    source.setConnectTimeout(5);
    source.setSocketTimeout(30);
    return source.getConnection();
  }
}
