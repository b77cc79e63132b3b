package dev.skald.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.skald.eventstore.EventStoreOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.StringJoiner;

/** On what, and with which settings, all of it was measured. */
final class Environment {

  private static final String SETTINGS =
      """
      SELECT name || '=' || current_setting(name)
      FROM pg_settings
      WHERE name IN ('fsync', 'synchronous_commit', 'wal_sync_method', 'full_page_writes',
          'shared_buffers', 'max_wal_size', 'checkpoint_timeout', 'max_connections', 'autovacuum',
          'data_checksums', 'jit')
      ORDER BY name
      """;

  private Environment() {}

  static void describe(Map<String, String> to, Arguments arguments, Payloads payloads) {
    Pace pace = arguments.pace();
    describe(to, arguments);
    to.put("payload", payloads.describe());
    to.put(
        "distribution",
        "evenly over %,d streams; each with a correlation id and an actor"
            .formatted(pace.streams()));
    to.put(
        "durations",
        "%d rounds of %d ms where compared, %d ms a rung, %d ms to get warm"
            .formatted(
                pace.rounds(),
                pace.round().toMillis(),
                pace.rung().toMillis(),
                pace.warmUp().toMillis()));
    to.put("store", EventStoreOptions.DEFAULT.toString());
  }

  static void describe(Map<String, String> to, Arguments arguments) {
    to.put("machine", machine());
    to.put(
        "java",
        System.getProperty("java.vm.name")
            + " "
            + Runtime.version()
            + ", at most %,d MB".formatted(Runtime.getRuntime().maxMemory() >> 20));
    to.put("seed", Long.toString(arguments.seed()));
  }

  static void describe(Map<String, String> to, Database database, Path folder)
      throws SQLException, IOException {
    to.put("disk", Files.getFileStore(folder).type());
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      to.put("postgres", connection.getMetaData().getDatabaseProductVersion());
      StringJoiner settings = new StringJoiner(" ");
      try (ResultSet row = statement.executeQuery(SETTINGS)) {
        while (row.next()) {
          settings.add(row.getString(1));
        }
      }
      to.put("settings", settings.toString());
    }
  }

  private static String machine() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return "%d cores%s, %,d MB, %s %s"
        .formatted(
            system.getAvailableProcessors(),
            processor(),
            system.getTotalMemorySize() >> 20,
            system.getName(),
            system.getVersion());
  }

  private static String processor() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> " (" + line.substring(line.indexOf(':') + 1).strip() + ")")
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }
}
