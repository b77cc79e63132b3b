package dev.skald.eventstore;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whether code of one version of a type can read events of another. */
final class SchemaCompatibility {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<String> problems = new ArrayList<>();

  private SchemaCompatibility() {}

  /**
   * Why code that has the reader's schema cannot read all that was written by the writer's. Fields
   * that a reader does not know do no harm.
   */
  static List<String> problems(String readerSchema, String writerSchema) {
    SchemaCompatibility comparison = new SchemaCompatibility();
    comparison.compare("", JSON.readTree(readerSchema), JSON.readTree(writerSchema));
    return comparison.problems;
  }

  private void compare(String path, JsonNode reader, JsonNode writer) {
    String readerType = describe(reader);
    String writerType = describe(writer);
    if (!readerType.isEmpty() && !readerType.equals(writerType)) {
      problems.add(
          "%s is read as %s but written as %s".formatted(at(path), readerType, writerType));
      return;
    }
    Set<String> unknown = texts(writer.path("enum"));
    unknown.removeAll(texts(reader.path("enum")));
    if (reader.has("enum") && !unknown.isEmpty()) {
      problems.add("%s may be %s, which its reader does not know".formatted(at(path), unknown));
    }
    compareProperties(path, reader, writer);
    if (reader.has("items")) {
      compare(path + "[]", reader.path("items"), writer.path("items"));
    }
    if (reader.has("additionalProperties")) {
      compare(
          path + ".*", reader.path("additionalProperties"), writer.path("additionalProperties"));
    }
  }

  private void compareProperties(String path, JsonNode reader, JsonNode writer) {
    Set<String> written = texts(writer.path("required"));
    for (String needed : texts(reader.path("required"))) {
      if (!written.contains(needed)) {
        problems.add("%s is needed, and may not be there".formatted(at(path + "." + needed)));
      }
    }
    reader
        .path("properties")
        .properties()
        .forEach(
            property -> {
              JsonNode other = writer.path("properties").path(property.getKey());
              if (!other.isMissingNode()) {
                compare(path + "." + property.getKey(), property.getValue(), other);
              }
            });
  }

  private static String describe(JsonNode schema) {
    String format = schema.path("format").asString("");
    return schema.path("type").asString("") + (format.isEmpty() ? "" : " (" + format + ")");
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new LinkedHashSet<>();
    array.forEach(each -> texts.add(each.asString()));
    return texts;
  }

  private static String at(String path) {
    return path.isEmpty() ? "the event" : "'" + path.substring(1) + "'";
  }
}
