package dev.skald.api.sagas;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** Tells what comes again under a key from what is another request under a key that was used. */
final class SameRequests {

  private final JsonMapper json;
  private final JsonMapper byValue;

  SameRequests(JsonMapper json) {
    this.json = json;
    byValue =
        json.rebuild()
            .addModule(new SimpleModule().addSerializer(BigDecimal.class, new ByValue()))
            .build();
  }

  /**
   * Whether what was taken before says the same, as a client may that writes its JSON anew. What is
   * no such request any more says something else.
   */
  boolean isSame(@Nullable Map<String, Object> before, Record now) {
    try {
      Object asTaken = json.convertValue(before, now.getClass());
      return now.equals(asTaken)
          || byValue.<JsonNode>valueToTree(now).equals(byValue.valueToTree(asTaken));
    } catch (JacksonException e) {
      return false;
    }
  }

  /** A number is the same however many zeros end it. */
  private static final class ByValue extends ValueSerializer<BigDecimal> {
    @Override
    public void serialize(BigDecimal value, JsonGenerator to, SerializationContext context) {
      to.writeNumber(value.stripTrailingZeros());
    }
  }
}
