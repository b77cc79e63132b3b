package dev.skald.eventstore;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** An append as it goes to the database: checked, its data turned into JSON, hashed. */
record EncodedAppend(
    CommandId commandId,
    Fingerprint fingerprint,
    StoredMetadata metadata,
    List<EncodedStream> streams,
    List<Append.Close> closes,
    int events,
    long bytes) {

  private static final Pattern TYPE = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,127}");

  record EncodedStream(StreamId stream, Expected expected, List<EncodedEvent> events) {}

  record EncodedEvent(UUID id, String type, int schemaVersion, String data, ByteBuffer hash) {}

  static EncodedAppend of(Append append, EventTypeRegistry types, EventStoreOptions options) {
    String command = "command '" + append.commandId() + "'";
    StoredText.check(() -> "command id", append.commandId().value());
    StoredText.check(() -> "fingerprint of " + command, append.fingerprint().value());
    if (append.fingerprint().value().isEmpty()) {
      throw new InvalidAppend(command + " has an empty fingerprint");
    }
    checkCloses(append, command);
    StoredMetadata metadata = StoredMetadata.of(append.commandId(), append.metadata());
    Set<StreamId> seen = new HashSet<>();
    List<EncodedStream> streams = new ArrayList<>();
    int events = 0;
    long bytes = 0;
    for (Append.StreamAppend stream : append.streams()) {
      if (!seen.add(stream.stream())) {
        throw new InvalidAppend("%s names stream %s twice".formatted(command, stream.stream()));
      }
      List<EncodedEvent> encoded = new ArrayList<>(stream.events().size());
      for (NewEvent event : stream.events()) {
        encoded.add(encode(event, stream.stream(), metadata, types, options));
      }
      streams.add(new EncodedStream(stream.stream(), stream.expected(), encoded));
      events += encoded.size();
      bytes += encoded.stream().mapToLong(event -> event.data().length()).sum();
    }
    if (events > options.maxEvents()) {
      throw new InvalidAppend(
          "%s has %d events, more than %d".formatted(command, events, options.maxEvents()));
    }
    return new EncodedAppend(
        append.commandId(),
        append.fingerprint(),
        metadata,
        streams,
        append.closes(),
        events,
        bytes);
  }

  private static void checkCloses(Append append, String command) {
    Set<CommandId> seen = new HashSet<>(Set.of(append.commandId()));
    for (Append.Close close : append.closes()) {
      StoredText.check(() -> "id of a command to be closed", close.commandId().value());
      if (!seen.add(close.commandId())) {
        throw new InvalidAppend(
            "%s closes itself, or '%s' twice".formatted(command, close.commandId()));
      }
    }
  }

  private static EncodedEvent encode(
      NewEvent event,
      StreamId stream,
      StoredMetadata metadata,
      EventTypeRegistry types,
      EventStoreOptions options) {
    EventTypeRegistry.EventType type = types.typeOf(event.data());
    if (!TYPE.matcher(type.name()).matches()) {
      throw new InvalidAppend("event type '%s' is no valid name".formatted(type.name()));
    }
    Supplier<String> what =
        () -> "data of %s %s for %s".formatted(type.name(), event.eventId(), stream);
    String data = types.encode(event.data());
    if (data.equals("null")) {
      throw new InvalidAppend(what.get() + " is null, which is how deleted data looks");
    }
    long bytes = StoredText.bytes(data, options.maxEventBytes());
    if (bytes > options.maxEventBytes()) {
      throw new InvalidAppend(
          "%s has %d bytes, more than %d".formatted(what.get(), bytes, options.maxEventBytes()));
    }
    StoredText.check(what, data);
    byte[] hash =
        ContentHash.ofContent(
            stream,
            event.eventId(),
            type.name(),
            type.schemaVersion(),
            metadata,
            ContentHash.ofData(data));
    return new EncodedEvent(
        event.eventId(), type.name(), type.schemaVersion(), data, ByteBuffer.wrap(hash));
  }
}
