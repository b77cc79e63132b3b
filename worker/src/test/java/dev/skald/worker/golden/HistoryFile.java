package dev.skald.worker.golden;

import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A history as people can read it: an event on each line, what is told and answered as JSON instead
 * of bytes, and nothing that a replay does not need.
 */
public final class HistoryFile {

  private static final Path RESOURCES =
      Path.of(System.getProperty("skald.root", ".."), "worker/src/test/resources");

  /** Where all are: a folder for each saga, a file for each path. */
  static final Path HOME = RESOURCES.resolve("histories");

  /** Those of the worked example: of runs that began before its change, and after. */
  static final Path BEFORE = RESOURCES.resolve("fraud-check/before");

  static final Path AFTER = RESOURCES.resolve("fraud-check/after");

  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<String> NOISE =
      Set.of(
          "taskId",
          "identity",
          "requestId",
          "historySizeBytes",
          "meteringMetadata",
          "workerVersion");

  private static final String READABLE = "json";

  private HistoryFile() {}

  /** What stood beside an older one is no longer true. */
  static void write(Path home, String path, WorkflowExecutionHistory history) {
    Path file = home.resolve(path + ".json");
    JsonNode events = JSON.readTree(history.toJson(false)).get("events");
    List<String> lines = new ArrayList<>();
    for (JsonNode event : events) {
      lines.add(JSON.writeValueAsString(readable(event)));
    }
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, "{\"events\":[\n" + String.join(",\n", lines) + "\n]}\n");
      Beside.forget(home, path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of a path, such as {@code account-transfer/done}. */
  public static WorkflowExecutionHistory read(String path) {
    return read(HOME, path);
  }

  static WorkflowExecutionHistory read(Path home, String path) {
    Path file = home.resolve(path + ".json");
    try {
      JsonNode history = JSON.readTree(Files.readString(file));
      return WorkflowExecutionHistory.fromJson(JSON.writeValueAsString(bytes(history)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With all that stands beside it. */
  static void forget(String path) {
    try {
      Files.delete(HOME.resolve(path + ".json"));
      Beside.forget(HOME, path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that there are, in order. */
  static List<String> paths() {
    return paths(HOME);
  }

  static List<String> paths(Path home) {
    if (!Files.isDirectory(home)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(home)) {
      return files
          .map(file -> home.relativize(file).toString())
          .filter(file -> file.endsWith(".json"))
          .map(file -> file.substring(0, file.length() - ".json".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode readable(JsonNode node) {
    if (isJsonPayload(node)) {
      ObjectNode payload = JSON.createObjectNode();
      payload.set(READABLE, JSON.readTree(decoded(node.get("data"))));
      return payload;
    }
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode kept = JSON.createObjectNode();
        object
            .properties()
            .forEach(
                field -> {
                  if (!NOISE.contains(field.getKey())) {
                    kept.set(field.getKey(), readable(field.getValue()));
                  }
                });
        if (kept.has("markerName") && kept.get("details") instanceof ObjectNode details) {
          // What a local step was told; its answer is what a replay takes from here.
          details.remove("input");
        }
        yield kept;
      }
      case ArrayNode array -> {
        ArrayNode kept = JSON.createArrayNode();
        array.forEach(one -> kept.add(readable(one)));
        yield kept;
      }
      default -> node;
    };
  }

  private static JsonNode bytes(JsonNode node) {
    return switch (node) {
      case ObjectNode object when object.size() == 1 && object.has(READABLE) -> {
        ObjectNode payload = JSON.createObjectNode();
        payload.putObject("metadata").put("encoding", encoded("json/plain"));
        payload.put("data", encoded(JSON.writeValueAsString(object.get(READABLE))));
        yield payload;
      }
      case ObjectNode object -> {
        ObjectNode whole = JSON.createObjectNode();
        object.properties().forEach(field -> whole.set(field.getKey(), bytes(field.getValue())));
        yield whole;
      }
      case ArrayNode array -> {
        ArrayNode whole = JSON.createArrayNode();
        array.forEach(one -> whole.add(bytes(one)));
        yield whole;
      }
      default -> node;
    };
  }

  /** Those with more to say, such as the type of a search attribute, stay as they are. */
  private static boolean isJsonPayload(JsonNode node) {
    JsonNode metadata = node.path("metadata");
    return node.has("data")
        && metadata.size() == 1
        && metadata.has("encoding")
        && decoded(metadata.get("encoding")).equals("json/plain");
  }

  private static String decoded(JsonNode text) {
    return new String(Base64.getDecoder().decode(text.asString()), StandardCharsets.UTF_8);
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
