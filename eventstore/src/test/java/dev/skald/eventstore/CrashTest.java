package dev.skald.eventstore;

import static dev.skald.eventstore.TestEvents.command;
import static dev.skald.eventstore.TestEvents.noted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.stack.testing.TestDatabase;
import dev.skald.stack.testing.TestServers;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What was acknowledged is there, once, whoever dies. */
class CrashTest {

  private final TestDatabase database = TestServers.postgres().newDatabase();

  @Test
  void appends_survive_backends_that_are_killed_and_happen_once() throws Exception {
    try (TestStore store = TestStore.open(database, TestStore.PATIENT);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<CommandId, Appended> acknowledged = new ConcurrentHashMap<>();
      List<Future<?>> writers = new ArrayList<>();
      for (int w = 0; w < 8; w++) {
        StreamId stream = StreamId.of("crash", "backend-" + w);
        writers.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 60; i++) {
                    Append append =
                        command(stream + "-" + i)
                            .to(stream, Expected.version(i), List.of(noted("n" + i)));
                    acknowledged.put(append.commandId(), store.store().append(append));
                  }
                  return null;
                }));
      }
      while (acknowledged.size() < 450) {
        int before = acknowledged.size();
        Backends.terminateOthers(store.pool());
        await().until(() -> acknowledged.size() >= Math.min(450, before + 20));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }

      assertThat(acknowledged).hasSize(480);
      for (int w = 0; w < 8; w++) {
        List<RecordedEvent> events =
            store.store().readStream(StreamId.of("crash", "backend-" + w), 0, 1_000);
        assertThat(events)
            .extracting(RecordedEvent::version)
            .containsExactlyElementsOf(
                IntStream.rangeClosed(1, 60).mapToObj(Long::valueOf).toList());
        assertThat(events)
            .allMatch(
                event ->
                    event.position()
                        == position(acknowledged, event.metadata().get(Metadata.COMMAND_ID)));
      }
    }
  }

  @Test
  void what_a_killed_program_was_told_is_there_and_nothing_is_there_twice() throws Exception {
    Map<String, Long> told = new HashMap<>();
    try (TestStore store = TestStore.open(database, TestStore.PATIENT)) {
      for (int round = 0; round < 3; round++) {
        told.putAll(runAndKill());
      }
      await().until(() -> store.store().readLog(0, LogFilter.ALL, 1).events().size() == 1);

      Map<String, List<Long>> there = new HashMap<>();
      long position = 0;
      List<RecordedEvent> page;
      do {
        LogPage read = store.store().readLog(position, LogFilter.ALL, 1_000);
        page = read.events();
        position = read.position();
        for (RecordedEvent event : page) {
          there
              .computeIfAbsent(
                  event.metadata().get(Metadata.COMMAND_ID).orElseThrow(), _ -> new ArrayList<>())
              .add(event.position());
        }
      } while (!page.isEmpty());

      assertThat(told).hasSizeGreaterThan(50);
      assertThat(there.keySet()).containsAll(told.keySet());
      assertThat(there.values()).extracting(Collection::size).containsOnly(1);
      told.forEach((id, at) -> assertThat(there.get(id)).containsExactly(at));
    }
  }

  /** Runs a program that appends and says so, until it has said enough; then kills it. */
  private Map<String, Long> runAndKill() throws IOException, InterruptedException {
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:TieredStopAtLevel=1",
                AppendingProgram.class.getName(),
                database.url(),
                database.user(),
                database.password())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Map<String, Long> told = new HashMap<>();
    try (BufferedReader lines = program.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", -1);
        if (words.length == 3 && words[2].equals(".")) {
          told.put(words[0], Long.valueOf(words[1]));
        }
        if (told.size() == 60) {
          program.toHandle().destroyForcibly();
        }
      }
    }
    program.waitFor();
    return told;
  }

  private static long position(
      Map<CommandId, Appended> acknowledged, java.util.Optional<String> commandId) {
    Appended appended = acknowledged.get(new CommandId(commandId.orElseThrow()));
    return appended == null ? -1 : appended.position();
  }
}
