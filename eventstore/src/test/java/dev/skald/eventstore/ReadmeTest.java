package dev.skald.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.eventstore.EventTypeRegistry.EventType;
import dev.skald.eventstore.OnConflict.Resolution;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;

/** The examples of the README, as they stand there, at work. */
class ReadmeTest {

  private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  record Opened(String owner) {}

  record Deposited(BigDecimal amount) {}

  @Bean
  EventTypeRegistry events() {
    return new EventTypeRegistry(
        List.of(
            new EventType("Opened", 1, Opened.class),
            new EventType("Deposited", 1, Deposited.class)));
  }

  record Deposit(BigDecimal amount) {}

  record Till(BigDecimal sum) {}

  static final Decider<Deposit, Till, Deposited> TILL =
      new Decider<>(
          Deposited.class,
          new Till(BigDecimal.ZERO),
          (state, event) -> new Till(state.sum().add(event.amount())),
          (command, state) -> List.of(new Deposited(command.amount())));

  @TempDir private Path folder;

  private final List<Record> sent = new CopyOnWriteArrayList<>();

  @Test
  void what_the_readme_shows_is_what_is_tried_here() throws IOException {
    String here =
        bare(Files.readString(Path.of("src/test/java/dev/skald/eventstore/ReadmeTest.java")));

    assertThat(EXAMPLE.matcher(Files.readString(Path.of("README.md"))).results())
        .isNotEmpty()
        .allSatisfy(example -> assertThat(here).contains(bare(example.group(1))));
  }

  @Test
  void its_examples_work() {
    try (TestStore testStore = TestStore.open();
        PostgresEventStore opened = new PostgresEventStore(testStore.pool(), events())) {
      tryAll(testStore.pool(), opened, events());
    }
  }

  private void tryAll(DataSource dataSource, PostgresEventStore store, EventTypeRegistry registry) {
    StreamId account = StreamId.of("account", "42");
    store.append(
        Append.of(new CommandId("open-42"), Fingerprint.of("open 42 Ada"), Metadata.EMPTY)
            .to(account, Expected.noStream(), List.of(new Opened("Ada"))));
    List<RecordedEvent> events = store.readStream(account, 0, 100);

    assertThat(events).hasSize(1);
    handle(dataSource, store, registry, account);
    read(store, account);
    subscribe(store, registry);
    types(registry);
  }

  private static void handle(
      DataSource dataSource, EventStore store, EventTypeRegistry registry, StreamId account) {
    Aggregates<Deposit, Till, Deposited> tills = new Aggregates<>(store, registry, TILL);
    Handled handled =
        tills.handle(
            Command.of(new CommandId("d-1"), account, new Deposit(BigDecimal.TEN), Metadata.EMPTY));

    Aggregates<Deposit, Till, Deposited> commuting =
        tills.onConflict(
            OnConflict.resolve(
                clash ->
                    clash.theirs().size() < 3
                        ? new Resolution.Mine<>()
                        : new Resolution.DecideAnew<>(),
                5));

    SnapshotPolicy<Till> everyHundred =
        SnapshotPolicy.every(
            100, new PostgresSnapshots(dataSource), Till.class, 1, EventTypeRegistry.jsonMapper());
    Till till = tills.withSnapshots(everyHundred).load(account).state();

    assertThat(handled.version()).isEqualTo(2);
    assertThat(till.sum()).isEqualByComparingTo("10");
    assertThat(commuting.load(account).state()).isEqualTo(till);
  }

  private static void read(EventStore store, StreamId account) {
    List<RecordedEvent> lastTen = store.readStream(account, StreamRead.newestFirst(), 10);
    Stream<RecordedEvent> asItWas =
        store.streamEvents(
            account, StreamRead.forwards().asOf(Instant.parse("2026-01-01T00:00:00Z")));
    LogFilter deposits =
        new LogFilter(Set.of("account"), Set.of("Deposited"), "a-tenant", null, null);
    LogPage page = store.readLog(0, deposits, 1_000);
    LogPage next = store.readLog(page.position(), deposits, 1_000);

    assertThat(lastTen).extracting(RecordedEvent::version).containsExactly(2L, 1L);
    assertThat(asItWas).allMatch(event -> event.recordedAt().getEpochSecond() <= 1_767_225_600);
    assertThat(next.events()).isEmpty();
  }

  private void subscribe(PostgresEventStore store, EventTypeRegistry registry) {
    Subscription subscription =
        store.subscribe(
            Subscription.Request.of("mails").of(LogFilter.ofCategories(Set.of("account"))),
            event -> registry.decode(event).forEach(this::send));

    await().until(() -> sent.size() == 2);
    subscription.close();
  }

  private void types(EventTypeRegistry registry) {
    Upcaster amountWasInCents =
        Upcaster.toNext(
            "Deposited", 1, data -> data.put("amount", data.get("cents").asString() + "E-2"));
    EventTypeRegistry registry2 =
        new EventTypeRegistry(
            List.of(
                new EventType("Opened", 1, Opened.class),
                new EventType("Deposited", 2, Deposited.class)),
            List.of(amountWasInCents),
            EventTypeRegistry.jsonMapper());

    EventCatalog catalog = new EventCatalog(folder, registry);
    catalog.release();
    List<String> problems = catalog.problems();

    assertThat(problems)
        .containsExactly(
            "Deposited/1 has no sample: 1.sample.json", "Opened/1 has no sample: 1.sample.json");
    assertThat(registry2.decode(deposited("{\"cents\":1250}")))
        .containsExactly(new Deposited(new BigDecimal("12.50")));
  }

  private static RecordedEvent deposited(String data) {
    return new RecordedEvent(
        1,
        StreamId.of("account", "42"),
        1,
        UUID.randomUUID(),
        "Deposited",
        1,
        data,
        Metadata.EMPTY,
        Instant.EPOCH);
  }

  private void send(Record mail) {
    sent.add(mail);
  }

  private static String bare(String code) {
    return code.replaceAll("//[^\n]*", "").replaceAll("\\s", "");
  }
}
