package dev.skald.eventstore;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** How metadata lies in a row: what is searched for has a column, the rest is JSON. */
record StoredMetadata(
    String commandId,
    @Nullable String correlationId,
    @Nullable String tenant,
    @Nullable String rest) {

  private static final int MAX_VALUE = 8192;
  private static final int MAX_SEARCHED = 512;
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,63}");
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final ObjectReader VALUES =
      JSON.readerFor(new TypeReference<Map<String, String>>() {});

  static StoredMetadata of(CommandId commandId, Metadata metadata) {
    Map<String, String> rest = new TreeMap<>(metadata.values());
    Set<String> extensions = new HashSet<>();
    rest.forEach((name, value) -> check(name, value, extensions));
    rest.remove(Metadata.COMMAND_ID);
    String correlationId = rest.remove(Metadata.CORRELATION_ID);
    String tenant = rest.remove(Metadata.TENANT);
    return new StoredMetadata(
        commandId.value(),
        correlationId,
        tenant,
        rest.isEmpty() ? null : JSON.writeValueAsString(rest));
  }

  Metadata metadata() {
    Map<String, String> values = rest == null ? new HashMap<>(4) : values(rest);
    values.put(Metadata.COMMAND_ID, commandId);
    if (correlationId != null) {
      values.put(Metadata.CORRELATION_ID, correlationId);
    }
    if (tenant != null) {
      values.put(Metadata.TENANT, tenant);
    }
    return new Metadata(values);
  }

  /** Where nothing is escaped, as nearly always, quotes tell names and values apart. */
  private static Map<String, String> values(String json) {
    String[] parts = json.split("\"", -1);
    boolean plain = json.indexOf('\\') < 0 && parts.length % 4 == 1;
    Map<String, String> values = new HashMap<>();
    for (int i = 1; plain && i < parts.length; i += 4) {
      plain = parts[i + 1].equals(":");
      values.put(parts[i], parts[i + 2]);
    }
    return plain ? values : VALUES.readValue(json);
  }

  private static void check(String name, String value, Set<String> extensions) {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidAppend(
          "metadata name '%s' must be a letter, then up to 63 letters, digits, '.', '_' or '-'"
              .formatted(name));
    }
    String extension = CloudEventRecords.extensionName(name);
    if (CloudEventRecords.OWN.contains(extension) || !extensions.add(extension)) {
      throw new InvalidAppend(
          "metadata name '%s' would be the header 'ce_%s' in Kafka, which is taken"
              .formatted(name, extension));
    }
    boolean searched = name.equals(Metadata.CORRELATION_ID) || name.equals(Metadata.TENANT);
    int most = searched ? MAX_SEARCHED : MAX_VALUE;
    if (value.length() > most) {
      throw new InvalidAppend(
          "metadata '%s' has %d characters, more than %d".formatted(name, value.length(), most));
    }
    StoredText.check(() -> "metadata '%s'".formatted(name), value);
  }
}
