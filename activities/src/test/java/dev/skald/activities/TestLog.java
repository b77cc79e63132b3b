package dev.skald.activities;

import com.zaxxer.hikari.HikariDataSource;
import dev.skald.domain.EventTypes;
import dev.skald.domain.Origin;
import dev.skald.eventstore.EventStoreSchema;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.PostgresEventStore;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import dev.skald.stack.testing.TemplateDatabase;
import dev.skald.workflows.engine.StepCall;
import io.temporal.failure.ApplicationFailure;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;

/** An empty event store on the real Postgres, and what steps and commands are done with. */
public final class TestLog implements AutoCloseable {

  static final TemplateDatabase EMPTY = new TemplateDatabase(EventStoreSchema::migrate);

  public static final Origin ORIGIN = new Origin("tester", "c-1", null, null, null, null);

  private final EventTypeRegistry types =
      new EventTypeRegistry(
          EventTypes.ALL.stream()
              .map(
                  type -> new EventTypeRegistry.EventType(type.name(), type.version(), type.data()))
              .toList());
  private final HikariDataSource database = Participants.newDatabase();
  private final PostgresEventStore store = new PostgresEventStore(database, types);

  public DataSource database() {
    return database;
  }

  public PostgresEventStore store() {
    return store;
  }

  public EventTypeRegistry types() {
    return types;
  }

  /** One for which every try is the first. */
  public StepRecorder recorder() {
    return new StepRecorder(store, types, InstantSource.system(), _ -> 1);
  }

  public Commands commands() {
    return new Commands(store, new Turns());
  }

  public List<RecordedEvent> events(String stream) {
    return store.readStream(new StreamId(stream), 0, 1000);
  }

  public List<String> typesOf(String stream) {
    return events(stream).stream().map(RecordedEvent::type).toList();
  }

  public static StepCall call(String saga, String step) {
    return new StepCall(saga, "test", step, 1, 0, null, ORIGIN, null, null);
  }

  /** All begin at once; each gives its answer or the code of its refusal. */
  public static List<Object> together(List<Callable<Object>> calls) throws Exception {
    CyclicBarrier start = new CyclicBarrier(calls.size());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Object>> futures = new ArrayList<>();
      for (Callable<Object> call : calls) {
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  try {
                    return call.call();
                  } catch (ApplicationFailure refused) {
                    return refused.getType();
                  }
                }));
      }
      List<Object> outcomes = new ArrayList<>();
      for (Future<Object> future : futures) {
        outcomes.add(future.get());
      }
      return outcomes;
    }
  }

  @Override
  public void close() {
    store.close();
    database.close();
  }
}
