package dev.skald.eventstore;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the database answered to one append of a group. */
record AppendOutcome(int status, long position, String detail) {

  /** The answer of the append, or the exception that says why there is none. */
  Appended appended(EncodedAppend append) {
    CommandId id = append.commandId();
    return switch (status) {
      case 0 -> new Appended(id, position, versions(), false);
      case 1 -> new Appended(id, position, versions(), true);
      case 2 -> throw new CommandIdReused(id);
      case 3 -> throw new CommandClosed(id);
      case 4 -> throw new StreamConflict(mismatches(append));
      case 5 -> throw closeConflict(append);
      case 6 -> throw new StreamClosed(new StreamId(detail));
      default ->
          throw new IllegalStateException("unknown status %d of an append".formatted(status));
    };
  }

  private Map<StreamId, Long> versions() {
    Map<StreamId, Long> versions = new HashMap<>();
    entries()
        .forEach(
            entry -> {
              int equals = entry.lastIndexOf('=');
              versions.put(
                  new StreamId(entry.substring(0, equals)),
                  Long.valueOf(entry.substring(equals + 1)));
            });
    return versions;
  }

  private List<StreamConflict.Mismatch> mismatches(EncodedAppend append) {
    Map<StreamId, Long> actual = versions();
    return append.streams().stream()
        .filter(stream -> actual.containsKey(stream.stream()))
        .map(
            stream ->
                new StreamConflict.Mismatch(
                    stream.stream(), stream.expected(), actual.getOrDefault(stream.stream(), 0L)))
        .toList();
  }

  private CloseConflict closeConflict(EncodedAppend append) {
    boolean expected =
        append.closes().stream()
            .filter(close -> close.commandId().value().equals(detail))
            .anyMatch(Append.Close::happened);
    return new CloseConflict(new CommandId(detail), expected);
  }

  private Stream<String> entries() {
    return detail.isEmpty() ? Stream.empty() : Stream.of(detail.split(" ", -1));
  }
}
