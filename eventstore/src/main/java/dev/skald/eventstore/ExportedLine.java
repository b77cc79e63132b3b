package dev.skald.eventstore;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line of an export. Data comes last, as it was written: its hash is of these very characters.
 */
sealed interface ExportedLine {

  JsonMapper JSON =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  record Event(
      long position,
      String streamId,
      long version,
      UUID eventId,
      String type,
      int schemaVersion,
      Instant recordedAt,
      String commandId,
      @Nullable String correlationId,
      @Nullable String tenant,
      @Nullable String metadata,
      String hash,
      @Nullable String dataHash,
      @JsonRawValue @Nullable String data)
      implements ExportedLine {

    Event withData(String raw) {
      return new Event(
          position,
          streamId,
          version,
          eventId,
          type,
          schemaVersion,
          recordedAt,
          commandId,
          correlationId,
          tenant,
          metadata,
          hash,
          dataHash,
          raw);
    }
  }

  record Command(
      String command,
      String fingerprint,
      boolean closed,
      @Nullable Long firstPosition,
      @Nullable Long lastPosition,
      @Nullable String answer)
      implements ExportedLine {}

  record ClosedStream(String closedStream) implements ExportedLine {}

  record End(long events, long commands, String sha256) implements ExportedLine {}

  default String write() {
    return JSON.writeValueAsString(this);
  }

  static ExportedLine read(String line) {
    if (line.startsWith("{\"position\"")) {
      int data = startOfData(line);
      if (data < 0) {
        return JSON.readValue(line, Event.class);
      }
      // The head alone, since reading the data as JSON would not keep its characters.
      Event head = JSON.readValue(line.substring(0, data) + "null}", Event.class);
      return head.withData(line.substring(data, line.length() - 1));
    }
    Class<? extends ExportedLine> type =
        line.startsWith("{\"command\"")
            ? Command.class
            : line.startsWith("{\"closedStream\"") ? ClosedStream.class : End.class;
    return JSON.readValue(line, type);
  }

  private static int startOfData(String line) {
    try (JsonParser parser = JSON.createParser(line)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean data = parser.currentName().equals("data");
        parser.nextToken();
        if (data) {
          return (int) parser.currentTokenLocation().getCharOffset();
        }
        parser.skipChildren();
      }
      return -1;
    }
  }

  static Event event(ResultSet row) throws SQLException {
    byte @Nullable [] dataHash = row.getBytes(14);
    return new Event(
        row.getLong(1),
        row.getString(2),
        row.getLong(3),
        row.getObject(4, UUID.class),
        row.getString(5),
        row.getInt(6),
        row.getObject(7, OffsetDateTime.class).toInstant(),
        row.getString(8),
        row.getString(9),
        row.getString(10),
        row.getString(11),
        HexFormat.of().formatHex(row.getBytes(13)),
        dataHash == null ? null : HexFormat.of().formatHex(dataHash),
        row.getString(12));
  }
}
