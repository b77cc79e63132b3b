package dev.skald.stack.testing;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/** What a keeper writes down of itself and its server, for the tests of its owner. */
record Kept(Owner keeper, Map<String, String> address) {

  private static final String FILE = "kept.properties";
  private static final String PID = "keeper.pid";
  private static final String STARTED = "keeper.started";

  Kept {
    address = Map.copyOf(address);
  }

  static Optional<Kept> in(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    Map<String, String> values =
        properties.stringPropertyNames().stream()
            .collect(Collectors.toMap(name -> name, properties::getProperty));
    Owner keeper =
        new Owner(
            Long.parseLong(properties.getProperty(PID)),
            Long.parseLong(properties.getProperty(STARTED)));
    return Optional.of(new Kept(keeper, values));
  }

  /** Whole or not at all, and for nobody else's eyes. */
  void writeTo(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    Properties properties = new Properties();
    properties.putAll(address);
    properties.setProperty(PID, Long.toString(keeper.pid()));
    properties.setProperty(STARTED, Long.toString(keeper.startedAt()));
    Path unfinished = folder.resolve(FILE + ".tmp");
    Files.deleteIfExists(unfinished);
    Files.createFile(
        unfinished,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (Writer writer = Files.newBufferedWriter(unfinished)) {
      properties.store(writer, null);
    }
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static void forget(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(FILE));
  }

  boolean isAlive() {
    return keeper.process().isPresent();
  }

  String value(String name) {
    return Objects.requireNonNull(address.get(name), name);
  }
}
