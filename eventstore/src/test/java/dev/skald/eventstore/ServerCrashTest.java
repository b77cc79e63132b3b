package dev.skald.eventstore;

import static dev.skald.eventstore.TestEvents.command;
import static dev.skald.eventstore.TestEvents.noted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.stack.EmbeddedPostgres;
import dev.skald.stack.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database server that is killed loses nothing, and nobody who waits for it notices more. */
class ServerCrashTest {

  private static final int STREAMS = 8;
  private static final int EVENTS = 150;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Map<String, Appended> acknowledged = new ConcurrentHashMap<>();
  private final Queue<Long> seen = new ConcurrentLinkedQueue<>();

  @Test
  void appends_and_subscriptions_go_on_when_the_server_is_back(@TempDir Path folder)
      throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, 0)) {
      postgres.role("skald", "secret");
      postgres.database("skald", "skald");
      TestDatabase database = new TestDatabase(postgres.url("skald"), "skald", "secret");
      try (TestStore store =
              TestStore.open(database, EventStoreOptions.DEFAULT.withAppendTimeout(PATIENCE));
          Subscription _ =
              store
                  .store()
                  .subscribe(Subscription.Request.of("all"), event -> seen.add(event.position()));
          ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> writers = new ArrayList<>();
        for (int w = 0; w < STREAMS; w++) {
          StreamId stream = StreamId.of("crash", "server-" + w);
          writers.add(threads.submit(() -> write(store.store(), stream)));
        }
        for (int kill = 1; kill <= 2; kill++) {
          int enough = kill * STREAMS * EVENTS / 3;
          await().atMost(PATIENCE).until(() -> acknowledged.size() >= enough);
          killServer(folder);
        }
        for (Future<?> writer : writers) {
          writer.get();
        }

        for (int w = 0; w < STREAMS; w++) {
          assertThat(store.store().readStream(StreamId.of("crash", "server-" + w), 0, 1_000))
              .hasSize(EVENTS)
              .allMatch(event -> event.position() == positionOf(event));
        }
        await().atMost(PATIENCE).until(() -> seen.size() >= STREAMS * EVENTS);
        assertThat(seen.stream().distinct()).hasSize(STREAMS * EVENTS).isSorted();
      }
    }
  }

  private Void write(EventStore store, StreamId stream) {
    for (int i = 0; i < EVENTS; i++) {
      String id = stream + "-" + i;
      Append append = command(id).to(stream, Expected.version(i), List.of(noted("n" + i)));
      acknowledged.put(id, store.append(append));
    }
    return null;
  }

  private long positionOf(RecordedEvent event) {
    String id = event.metadata().get(Metadata.COMMAND_ID).orElseThrow();
    Appended appended = acknowledged.get(id);
    return appended == null ? -1 : appended.position();
  }

  /** As the kernel would when it is out of memory. */
  private static void killServer(Path folder) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("data/postmaster.pid"));
    ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).orElseThrow().destroyForcibly();
  }
}
