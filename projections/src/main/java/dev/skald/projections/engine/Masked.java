package dev.skald.projections.engine;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Shows the shape of an event's data without what it says: names stay, values go. */
final class Masked {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int SHOWN = 2_000;

  private Masked() {}

  static @Nullable String json(String data) {
    try {
      String masked = mask(JSON.readTree(data)).toString();
      return masked.length() > SHOWN ? masked.substring(0, SHOWN) : masked;
    } catch (JacksonException _) {
      return null;
    }
  }

  private static JsonNode mask(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode masked = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(p -> masked.set(p.getKey(), mask(p.getValue())));
        yield masked;
      }
      case ArrayNode array -> {
        ArrayNode masked = JsonNodeFactory.instance.arrayNode();
        array.forEach(element -> masked.add(mask(element)));
        yield masked;
      }
      default ->
          node.isNull()
              ? node
              : JsonNodeFactory.instance.stringNode(
                  node.isNumber() ? "<number>" : node.isBoolean() ? "<boolean>" : "<text>");
    };
  }
}
