package dev.skald.eventstore;

import dev.skald.eventstore.EventTypeRegistry.EventType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Every version of every event type ever released, as files: {@code <type>/<version>.schema.json}
 * and {@code <type>/<version>.sample.json}. A file is never changed once it is released. A test of
 * whoever owns the events asks for {@link #problems}; {@link #release} adds what is new.
 */
public final class EventCatalog {

  private final Path folder;
  private final EventTypeRegistry types;

  public EventCatalog(Path folder, EventTypeRegistry types) {
    this.folder = folder;
    this.types = types;
  }

  /** Adds the schemas of versions that have none yet. Samples are written by hand. */
  public void release() {
    for (EventType type : types.types()) {
      Path file = schema(type.name(), type.schemaVersion());
      if (!Files.exists(file)) {
        try {
          Files.createDirectories(file.getParent());
          Files.writeString(file, EventSchema.of(type));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** Whatever would break a reader of old events, or an old reader of new ones; best none. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (EventType type : types.types()) {
      checkCurrent(type, problems);
      for (int version = 1; version < type.schemaVersion(); version++) {
        checkOlder(type, version, problems);
      }
      for (int version = 1; version <= type.schemaVersion(); version++) {
        checkSample(type.name(), version, problems);
      }
    }
    return problems;
  }

  private void checkCurrent(EventType type, List<String> problems) {
    Path file = schema(type.name(), type.schemaVersion());
    String name = name(type.name(), type.schemaVersion());
    if (!Files.exists(file)) {
      problems.add(name + " has no schema: release it");
    } else if (!read(file).equals(EventSchema.of(type))) {
      problems.add(name + " is not what was released under this version: it needs a new one");
    }
  }

  /** Who lifts an old version answers for it. */
  private void checkOlder(EventType type, int version, List<String> problems) {
    Path file = schema(type.name(), version);
    String name = name(type.name(), version);
    if (!Files.exists(file)) {
      problems.add(name + " has lost its schema");
    } else if (types.upcaster(type.name(), version).isEmpty()) {
      String older = read(file);
      String current = EventSchema.of(type);
      SchemaCompatibility.problems(current, older)
          .forEach(problem -> problems.add("reading " + name + " today: " + problem));
      SchemaCompatibility.problems(older, current)
          .forEach(problem -> problems.add("reading today's as " + name + ": " + problem));
    }
  }

  private void checkSample(String type, int version, List<String> problems) {
    Path file = folder.resolve(type).resolve(version + ".sample.json");
    if (!Files.exists(file)) {
      problems.add(name(type, version) + " has no sample: " + file.getFileName());
      return;
    }
    RecordedEvent event =
        new RecordedEvent(
            1,
            StreamId.of("sample", "1"),
            1,
            UUID.randomUUID(),
            type,
            version,
            read(file),
            Metadata.EMPTY,
            Instant.EPOCH);
    try {
      if (types.decode(event).isEmpty() && types.upcaster(type, version).isEmpty()) {
        problems.add("the sample of " + name(type, version) + " says nothing");
      }
    } catch (UnreadableEvent e) {
      problems.add("the sample of " + name(type, version) + ": " + e.getMessage());
    }
  }

  private Path schema(String type, int version) {
    return folder.resolve(type).resolve(version + ".schema.json");
  }

  private static String name(String type, int version) {
    return type + "/" + version;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
