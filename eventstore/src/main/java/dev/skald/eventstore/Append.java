package dev.skald.eventstore;

import java.util.ArrayList;
import java.util.List;

/**
 * One command's facts, for any number of streams, all or none.
 *
 * @param closes ids of other commands that from now on can only be refused
 */
public record Append(
    CommandId commandId,
    Fingerprint fingerprint,
    List<StreamAppend> streams,
    List<Close> closes,
    Metadata metadata) {

  public Append {
    streams = List.copyOf(streams);
    closes = List.copyOf(closes);
  }

  /** What one stream gets, and what it must look like for that. */
  public record StreamAppend(StreamId stream, Expected expected, List<NewEvent> events) {
    public StreamAppend {
      events = List.copyOf(events);
    }
  }

  /** Refuses a command from now on. Whether it has happened is expected, and checked. */
  public record Close(CommandId commandId, boolean happened) {}

  public static Append of(CommandId commandId, Fingerprint fingerprint, Metadata metadata) {
    return new Append(commandId, fingerprint, List.of(), List.of(), metadata);
  }

  public Append to(StreamId stream, Expected expected, List<? extends Record> data) {
    List<StreamAppend> more = new ArrayList<>(streams);
    more.add(new StreamAppend(stream, expected, data.stream().map(NewEvent::of).toList()));
    return new Append(commandId, fingerprint, more, closes, metadata);
  }

  public Append closing(CommandId other, boolean happened) {
    List<Close> more = new ArrayList<>(closes);
    more.add(new Close(other, happened));
    return new Append(commandId, fingerprint, streams, more, metadata);
  }
}
