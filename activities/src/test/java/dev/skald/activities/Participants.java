package dev.skald.activities;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.skald.activities.stock.ProductCommands;
import dev.skald.domain.EventTypes;
import dev.skald.domain.Money;
import dev.skald.domain.Origin;
import dev.skald.domain.Sku;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.PostgresEventStore;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import dev.skald.stack.testing.TestDatabase;
import dev.skald.workflows.engine.StepCall;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** All contexts' participants as a program has them, with or without Temporal. */
final class Participants implements AutoCloseable {

  static final Origin ORIGIN = new Origin("tester", "c-1", null, null, null, null);

  private static final EventTypeRegistry TYPES =
      new EventTypeRegistry(
          EventTypes.ALL.stream()
              .map(t -> new EventTypeRegistry.EventType(t.name(), t.version(), t.data()))
              .toList());

  private final PostgresEventStore store;
  private final AnnotationConfigApplicationContext context;

  static HikariDataSource newDatabase() {
    TestDatabase database = TestLog.EMPTY.copy();
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(database.url());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMinimumIdle(0);
    return new HikariDataSource(config);
  }

  private static final Duration AT_ONCE = Duration.ofMillis(1);

  /** Two on the same database are two programs. */
  static Participants on(DataSource database) {
    return new Participants(database, true, true, AT_ONCE, store -> store);
  }

  static Participants outsideOfRehearsals(DataSource database) {
    return new Participants(database, false, true, AT_ONCE, store -> store);
  }

  /** For a worker: Temporal counts the tries. */
  static Participants inTemporal(DataSource database) {
    return inTemporal(database, AT_ONCE);
  }

  /** The same, where transcoding takes its time for each segment. */
  static Participants inTemporal(DataSource database, Duration segment) {
    return new Participants(database, false, false, segment, store -> store);
  }

  /** The same, with something between them and the event store. */
  static Participants inTemporal(DataSource database, UnaryOperator<EventStore> before) {
    return new Participants(database, false, false, AT_ONCE, before);
  }

  private Participants(
      DataSource database,
      boolean rehearsal,
      boolean onlyTry,
      Duration segment,
      UnaryOperator<EventStore> before) {
    store = new PostgresEventStore(database, TYPES);
    context = new AnnotationConfigApplicationContext();
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(
            new MapPropertySource(
                "test",
                Map.of(
                    "skald.rehearsal.enabled",
                    rehearsal,
                    "skald.transcoding.segments",
                    2,
                    "skald.transcoding.segment-time",
                    segment.toString())));
    context.registerBean(EventStore.class, () -> before.apply(store));
    context.registerBean(EventTypeRegistry.class, () -> TYPES);
    context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
    if (onlyTry) {
      // Outside of Temporal each try is the first.
      context.registerBean(
          "onlyTry",
          StepRecorder.class,
          () -> new StepRecorder(store, TYPES, InstantSource.system(), _ -> 1),
          definition -> definition.setPrimary(true));
    }
    context.register(ActivitiesConfiguration.class);
    context.refresh();
  }

  <T> T get(Class<T> type) {
    return context.getBean(type);
  }

  void offer(Sku sku, String price, long onHand) {
    var request = new ProductCommands.Request(sku, UUID.randomUUID().toString(), ORIGIN);
    CommandResult result =
        get(ProductCommands.class).offer(request, "A " + sku, Money.of(price, "EUR"), onHand);
    if (result instanceof CommandResult.Refused(var refusal)) {
      throw new AssertionError("refused: " + refusal);
    }
  }

  static StepCall call(String saga, String step) {
    return new StepCall(saga, "order-processing", step, 1, 0, null, ORIGIN, null, null);
  }

  List<RecordedEvent> events(String stream) {
    return store.readStream(new StreamId(stream), 0, 1000);
  }

  List<String> types(String stream) {
    return events(stream).stream().map(RecordedEvent::type).toList();
  }

  List<Record> facts(String stream) {
    return events(stream).stream().flatMap(event -> decode(event).stream()).toList();
  }

  List<Record> decode(RecordedEvent event) {
    return TYPES.decode(event);
  }

  @Override
  public void close() {
    context.close();
    store.close();
  }
}
