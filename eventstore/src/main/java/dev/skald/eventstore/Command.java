package dev.skald.eventstore;

import java.util.ArrayList;
import java.util.List;

/**
 * A command to one aggregate.
 *
 * @param alongside what goes to other streams with it, all or none
 * @param closes commands that are closed with it
 */
public record Command<C>(
    CommandId id,
    Fingerprint fingerprint,
    StreamId stream,
    C command,
    Metadata metadata,
    List<Append.StreamAppend> alongside,
    List<Append.Close> closes) {

  public Command {
    alongside = List.copyOf(alongside);
    closes = List.copyOf(closes);
  }

  /** Its fingerprint is that of the command's text, which a record has by itself. */
  public static <C> Command<C> of(CommandId id, StreamId stream, C command, Metadata metadata) {
    return new Command<>(
        id,
        Fingerprint.of(stream + " " + command),
        stream,
        command,
        metadata,
        List.of(),
        List.of());
  }

  public Command<C> with(Append.StreamAppend other) {
    List<Append.StreamAppend> more = new ArrayList<>(alongside);
    more.add(other);
    return new Command<>(id, fingerprint, stream, command, metadata, more, closes);
  }

  Append append(Expected expected, List<?> events) {
    List<Append.StreamAppend> streams = new ArrayList<>();
    List<NewEvent> own = events.stream().map(event -> NewEvent.of((Record) event)).toList();
    streams.add(new Append.StreamAppend(stream, expected, own));
    streams.addAll(alongside);
    return new Append(id, fingerprint, streams, closes, metadata);
  }
}
