package dev.skald.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every setting of ours with its default stands in the docs, and does not change unnoticed. */
class ConfigurationDocTest {

  private static final Path DOC =
      Path.of(System.getProperty("skald.root", ".."), "docs", "configuration.md");

  private static final String HEAD =
      """
      # Configuration

      Every setting can be given as a property (`--skald.temporal.target=host:7233`), as an
      environment variable (`SKALD_TEMPORAL_TARGET`), or in an `application.properties` beside the
      program. Spring Boot's own settings work as well: `spring.datasource.url`, `username` and
      `password` say where Postgres is, `server.address` and `server.port` where the program listens: on
      its own machine only, where nothing is said (`server.address=0.0.0.0`: on every address; there is no
      login yet). A value that makes no sense stops the start with a sentence that names it.

      Temporal is spoken to without TLS and without an API key: no setting changes that yet.

      A statement that a silent database does not answer is given up after 300 seconds, and a query
      that somebody waits for after 15. A migration that takes longer, on a very long log, wants more
      for once: `spring.datasource.hikari.data-source-properties.socketTimeout`.

      A program has up to `spring.datasource.hikari.maximum-pool-size` connections to its database (10;
      5 under `./skald up`, where more would only compete for one machine's processors), one of which is
      the relay's for good. One that folds read models into that database has as many again for it.

      | setting | default | |
      |---|---|---|
      """;

  @Test
  void the_docs_list_every_setting_with_its_default() throws IOException {
    String settings = HEAD + table();

    if (Boolean.getBoolean("update")) {
      Files.createDirectories(DOC.getParent());
      Files.writeString(DOC, settings);
    }

    assertThat(DOC)
        .as("write it again with -Dtest=ConfigurationDocTest -Dupdate=true, and look at the change")
        .hasContent(settings);
  }

  private static String table() throws IOException {
    TreeMap<String, String> rows = new TreeMap<>();
    var lists =
        ConfigurationDocTest.class
            .getClassLoader()
            .getResources("META-INF/spring-configuration-metadata.json");
    for (URL list : Collections.list(lists)) {
      try (InputStream stream = list.openStream()) {
        for (JsonNode setting : new JsonMapper().readTree(stream).at("/properties")) {
          String name = setting.get("name").asString();
          if (name.startsWith("skald.")) {
            rows.put(name, row(name, setting));
          }
        }
      }
    }
    assertThat(rows).isNotEmpty();
    assertThat(rows.values())
        .as("what only Javadoc understands")
        .noneMatch(row -> row.contains("{@"));
    return String.join("\n", rows.values()) + "\n";
  }

  private static String row(String name, JsonNode setting) {
    JsonNode value = setting.get("defaultValue");
    JsonNode description = setting.get("description");
    return "| `%s` | %s | %s |"
        .formatted(
            name,
            value == null || value.asString().isEmpty() ? "" : "`" + value.asString() + "`",
            description == null ? "" : description.asString().replaceAll("\\.$", ""));
  }
}
