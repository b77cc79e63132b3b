package dev.skald.eventstore;

import static dev.skald.eventstore.TestEvents.noted;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random appends, answered by the store as by a model that fits on a page. */
class RandomHistoriesTest {

  private static final long SEED = Long.getLong("skald.seed", System.nanoTime());
  private static final int STEPS = 1_500;

  private final Random random = new Random(SEED);
  private final Map<StreamId, List<String>> streams = new TreeMap<>(this::byName);
  private final Map<CommandId, Known> commands = new TreeMap<>(this::byId);

  /** A command of the model: null as a fingerprint means closed before it came. */
  private static final class Known {
    String fingerprint = "";
    boolean closed;
    Map<StreamId, Long> versions = Map.of();
  }

  @Test
  void the_store_answers_as_the_model_does() {
    System.out.printf("RandomHistoriesTest -Dskald.seed=%d%n", SEED);
    try (TestStore store = TestStore.open()) {
      for (int step = 0; step < STEPS; step++) {
        Append append = anyAppend(step);
        assertThat(answer(store.store(), append))
            .as("step %d: %s", step, append)
            .isEqualTo(model(append));
      }
      streams.forEach(
          (stream, notes) ->
              assertThat(store.store().streamEvents(stream, StreamRead.forwards()))
                  .extracting(RecordedEvent::data)
                  .containsExactlyElementsOf(notes));
      assertThat(store.store().logEvents(0, LogFilter.ALL))
          .hasSize(streams.values().stream().mapToInt(List::size).sum());
      commands.forEach(
          (id, known) -> {
            RecordedCommand recorded = store.store().command(id).orElseThrow();
            assertThat(recorded.closed()).isEqualTo(known.closed);
            assertThat(recorded.happened()).isEqualTo(!known.fingerprint.isEmpty());
          });
      assertThat(LogVerifier.verify(store.pool()).flaws()).isEmpty();
    }
  }

  private String answer(EventStore store, Append append) {
    try {
      Appended appended = store.append(append);
      return text(appended.repeated(), appended.versions());
    } catch (StreamConflict e) {
      return "conflict " + e.mismatches();
    } catch (CommandIdReused | CommandClosed | CloseConflict e) {
      return e.getClass().getSimpleName() + " " + e.getMessage();
    }
  }

  private String model(Append append) {
    Known known = commands.get(append.commandId());
    if (known != null) {
      if (!known.fingerprint.isEmpty() && !known.fingerprint.equals(append.fingerprint().value())) {
        return "CommandIdReused " + new CommandIdReused(append.commandId()).getMessage();
      }
      return known.closed
          ? "CommandClosed " + new CommandClosed(append.commandId()).getMessage()
          : text(true, known.versions);
    }
    for (Append.Close close : append.closes().reversed()) {
      Known target = commands.get(close.commandId());
      boolean happened = target != null && !target.fingerprint.isEmpty();
      if (happened != close.happened()) {
        CloseConflict conflict = new CloseConflict(close.commandId(), close.happened());
        return "CloseConflict " + conflict.getMessage();
      }
    }
    List<StreamConflict.Mismatch> mismatches = new ArrayList<>();
    for (Append.StreamAppend each : append.streams()) {
      if (!isAsExpected(each)) {
        mismatches.add(
            new StreamConflict.Mismatch(each.stream(), each.expected(), version(each.stream())));
      }
    }
    return mismatches.isEmpty() ? happen(append) : "conflict " + mismatches;
  }

  private String happen(Append append) {
    Known known = new Known();
    known.fingerprint = append.fingerprint().value();
    Map<StreamId, Long> versions = new TreeMap<>(this::byName);
    for (Append.StreamAppend each : append.streams()) {
      for (NewEvent event : each.events()) {
        streams
            .computeIfAbsent(each.stream(), _ -> new ArrayList<>())
            .add(TestEvents.registry().encode(event.data()));
        versions.put(each.stream(), version(each.stream()));
      }
    }
    known.versions = versions;
    commands.put(append.commandId(), known);
    append
        .closes()
        .forEach(
            close -> commands.computeIfAbsent(close.commandId(), _ -> new Known()).closed = true);
    return text(false, versions);
  }

  private boolean isAsExpected(Append.StreamAppend append) {
    long version = version(append.stream());
    return switch (append.expected()) {
      case Expected.Any _ -> true;
      case Expected.Exists _ -> version > 0;
      case Expected.NoStream _ -> version == 0;
      case Expected.AtVersion(long expected) -> version == expected;
    };
  }

  private Append anyAppend(int step) {
    Append append =
        Append.of(
            new CommandId("c" + random.nextInt(STEPS / 3)),
            Fingerprint.of("f" + random.nextInt(20) / 19),
            Metadata.EMPTY);
    List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6, 7));
    Collections.shuffle(order, random);
    for (int i = 0; i < random.nextInt(4); i++) {
      StreamId stream = StreamId.of("model", "s" + order.get(i));
      List<Record> notes = new ArrayList<>();
      for (int n = 0; n < random.nextInt(4); n++) {
        notes.add(noted(step + "/" + i + "/" + n));
      }
      append = append.to(stream, anyExpectation(stream), notes);
    }
    if (random.nextInt(5) == 0) {
      CommandId other = new CommandId("c" + random.nextInt(STEPS / 3));
      Known known = commands.get(other);
      boolean happened = known != null && !known.fingerprint.isEmpty();
      if (!other.equals(append.commandId())) {
        append = append.closing(other, (random.nextInt(5) == 0) != happened);
      }
    }
    return append;
  }

  private Expected anyExpectation(StreamId stream) {
    return switch (random.nextInt(8)) {
      case 0 -> Expected.noStream();
      case 1 -> Expected.exists();
      case 2 -> Expected.version(version(stream) + random.nextInt(3));
      case 3, 4 -> Expected.version(version(stream));
      default -> Expected.any();
    };
  }

  private long version(StreamId stream) {
    return streams.getOrDefault(stream, List.of()).size();
  }

  private String text(boolean repeated, Map<StreamId, Long> versions) {
    Map<StreamId, Long> sorted = new TreeMap<>(this::byName);
    sorted.putAll(versions);
    return repeated + " " + sorted;
  }

  private int byName(StreamId a, StreamId b) {
    return a.value().compareTo(b.value());
  }

  private int byId(CommandId a, CommandId b) {
    return a.value().compareTo(b.value());
  }
}
