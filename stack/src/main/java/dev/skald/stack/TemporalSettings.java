package dev.skald.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;

/** Writes the configuration of Temporal's server and of its Web UI from templates beside us. */
record TemporalSettings(Path folder) {

  Path server(TemporalPorts ports, EmbeddedPostgres postgres, String password) {
    Path dynamic = folder.resolve("dynamic.yaml");
    write(dynamic, template("temporal-dynamic.yaml"));
    String filled = template("temporal-server.yaml");
    filled = filled.replace("${postgres.port}", Integer.toString(postgres.port()));
    filled = filled.replace("${password}", password).replace("${dynamic}", dynamic.toString());
    for (Map.Entry<String, Integer> port : ports.named().entrySet()) {
      filled = filled.replace("${%s}".formatted(port.getKey()), port.getValue().toString());
    }
    Path file = folder.resolve("server.yaml");
    write(file, filled);
    return file;
  }

  /** The Web UI reads `config/skald.yaml` of the folder. */
  void ui(TemporalPorts ports) {
    write(
        folder.resolve("config").resolve("skald.yaml"),
        template("temporal-ui.yaml")
            .replace("${frontend}", Integer.toString(ports.frontend()))
            .replace("${ui}", Integer.toString(ports.ui())));
  }

  private static String template(String name) {
    try (var in = TemporalSettings.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A password stands in one of them. */
  private static void write(Path file, String content) {
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
