package dev.skald.eventstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** An event as a Kafka record: a CloudEvent in binary mode. */
final class CloudEventRecords {

  /** What no metadata may be called. */
  static final Set<String> OWN =
      Set.of(
          "specversion",
          "id",
          "type",
          "source",
          "time",
          "subject",
          "dataschema",
          "datacontenttype",
          "data",
          "position",
          "streamversion",
          "schemaversion");

  private final RelayOptions options;

  CloudEventRecords(RelayOptions options) {
    this.options = options;
  }

  ProducerRecord<String, String> of(RecordedEvent event) {
    ProducerRecord<String, String> message =
        new ProducerRecord<>(
            options.topic(event.streamId().category()),
            null,
            event.recordedAt().toEpochMilli(),
            event.streamId().value(),
            event.data());
    Headers headers = message.headers();
    headers.add("content-type", "application/json".getBytes(UTF_8));
    put(headers, "specversion", "1.0");
    put(headers, "id", event.eventId().toString());
    put(headers, "type", event.type());
    put(headers, "source", options.source());
    put(headers, "time", event.recordedAt().toString());
    put(headers, "subject", event.streamId().value());
    put(
        headers,
        "dataschema",
        options.dataSchemaBase() + event.type() + "/" + event.schemaVersion());
    put(headers, "position", Long.toString(event.position()));
    put(headers, "streamversion", Long.toString(event.version()));
    put(headers, "schemaversion", Integer.toString(event.schemaVersion()));
    event.metadata().values().forEach((name, value) -> put(headers, extensionName(name), value));
    return message;
  }

  /** CloudEvents allows lower case letters and digits only. */
  static String extensionName(String metadataName) {
    StringBuilder name = new StringBuilder(metadataName.length());
    for (char c : metadataName.toLowerCase(Locale.ROOT).toCharArray()) {
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        name.append(c);
      }
    }
    return name.toString();
  }

  private static void put(Headers headers, String name, String value) {
    headers.add("ce_" + name, value.getBytes(UTF_8));
  }
}
