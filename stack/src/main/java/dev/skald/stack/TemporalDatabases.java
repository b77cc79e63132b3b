package dev.skald.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Temporal's two databases and their role in our Postgres, apart from Skald's own. */
record TemporalDatabases(Path folder, EmbeddedPostgres postgres, Path binaries) {

  static final String USER = "temporal";
  static final String DEFAULT = "temporal";
  static final String VISIBILITY = "temporal_visibility";

  private static final Map<String, String> SCHEMAS =
      Map.of(
          DEFAULT, "postgresql/v12/temporal",
          VISIBILITY, "postgresql/v12/visibility");

  String password() {
    return Secret.in(folder.resolve("database.password"));
  }

  /** Makes them, or lifts them to the schema of this version; does nothing if that was done. */
  void prepare() {
    try {
      Path done = folder.resolve("schema.version");
      String version = TemporalBinaries.version();
      postgres.role(USER, password());
      if (!Files.exists(done)) {
        // Also after a kill in the middle: what it left was never used.
        SCHEMAS.keySet().forEach(this::createAfresh);
      }
      if (!Files.exists(done) || !Files.readString(done).equals(version)) {
        SCHEMAS.forEach((database, schema) -> tool(database, "update", "--schema-name", schema));
        Files.writeString(done, version);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void createAfresh(String database) {
    postgres.dropDatabase(database);
    postgres.database(database, USER);
    tool(database, "setup", "--version", "0.0");
  }

  private void tool(String database, String command, String... arguments) {
    List<String> line =
        new ArrayList<>(
            List.of(binaries.resolve("temporal-sql-tool").toString(), command + "-schema"));
    line.addAll(List.of(arguments));
    Map<String, String> connection =
        Map.of(
            "SQL_PLUGIN",
            "postgres12_pgx",
            "SQL_HOST",
            "127.0.0.1",
            "SQL_PORT",
            Integer.toString(postgres.port()),
            "SQL_USER",
            USER,
            "SQL_PASSWORD",
            password(),
            "SQL_DATABASE",
            database);
    ChildProcess.run(
        new ChildProcess.Command(
            "Temporal's schema tool", line, connection, folder.resolve("schema.log"), "TERM"));
  }
}
