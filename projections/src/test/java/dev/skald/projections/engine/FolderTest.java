package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.domain.Money;
import dev.skald.domain.accounts.AccountEvent.AccountCredited;
import dev.skald.domain.accounts.AccountEvent.AccountOpened;
import dev.skald.domain.accounts.AccountEvent.Cause;
import dev.skald.domain.content.ContentEvent.ContentStored;
import dev.skald.domain.content.Profile;
import dev.skald.domain.content.SourceUrl;
import dev.skald.domain.content.Title;
import dev.skald.domain.sagas.SagaEvent.SagaCompensated;
import dev.skald.domain.sagas.SagaEvent.SagaStarted;
import dev.skald.domain.sagas.SagaEvent.SagaTurned;
import dev.skald.eventstore.Metadata;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import dev.skald.projections.ProjectionsConfiguration;
import dev.skald.projections.accounts.AccountProjection;
import dev.skald.projections.accounts.AccountQueries;
import dev.skald.projections.accounts.AccountView;
import dev.skald.projections.engine.Checkpoints.Checkpoint;
import dev.skald.projections.engine.Checkpoints.Move;
import dev.skald.projections.engine.Folder.Batch;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

class FolderTest {

  private static final AccountProjection ACCOUNTS = new AccountProjection();
  private World world;

  @BeforeEach
  void open() {
    world = new World();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3, 4})
  void random_batches_with_duplicates_gaps_and_disorder_give_what_the_log_in_order_gives(
      long seed) {
    new Histories(seed).append(world, 90, 5);
    List<RecordedEvent> events = world.events();

    for (Projection projection : ProjectionsConfiguration.PROJECTIONS) {
      List<String> expected = inOrder(projection, events);
      Random random = new Random(seed);
      Folder folder = world.folder(world.pool, projection);
      for (List<RecordedEvent> batch : mangled(of(projection, events), random)) {
        folder.fold(batch(batch));
      }
      assertThat(World.rows(world.pool, projection))
          .as("%s, seed %d", projection.name(), seed)
          .isNotEmpty()
          .isEqualTo(expected);
    }
  }

  @Test
  void a_gap_is_filled_from_the_log() {
    world.append("account-1", opened("10.00"), credited("1.00", "11.00"));
    world.append("account-1", credited("2.00", "13.00"));
    RecordedEvent last = world.events().getLast();

    world.folder(world.pool, ACCOUNTS).fold(batch(List.of(last)));

    AccountView account = account("1");
    assertThat(account.balance()).isEqualTo(Money.of("13.00", "EUR"));
    assertThat(account.version()).isEqualTo(3);
    assertThat(new AccountQueries(world.jdbc).entries("1", 10, null).items()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1_795_362_713_480_000_000L, Long.MAX_VALUE})
  void a_record_that_is_not_in_the_log_is_set_aside_whatever_time_it_claims(long time) {
    var record =
        new ConsumerRecord<byte[], byte[]>(
            "any.account",
            0,
            7,
            time,
            TimestampType.CREATE_TIME,
            0,
            2,
            null,
            "{}".getBytes(StandardCharsets.UTF_8),
            new RecordHeaders(),
            Optional.empty());
    var foreign = new Incoming.Foreign(record, "not an event");

    world
        .folder(world.pool, ACCOUNTS)
        .fold(new Batch(1, List.of(), List.of(foreign, foreign), List.of()));

    assertThat(world.texts("select encode(record_value, 'escape') from readmodels.set_aside"))
        .containsExactly("{}");
  }

  @Test
  void a_text_with_a_character_that_postgres_does_not_take_is_shown_with_another() {
    world.append(
        "account-1", new AccountOpened("A\0da\\u0000", "current", Money.of("10.00", "EUR")));
    world.append(
        "content-1",
        new ContentStored(
            new Title("A\0 film"),
            new SourceUrl("https://example.com/film"),
            List.of(new Profile("720p")),
            "content-processing-1"));
    world.append(
        "saga-1",
        new SagaStarted("a", "b", "hash", List.of("debit"), null, null, null),
        new SagaTurned(null, "debit", "called-off", "no\0w"),
        new SagaCompensated("debit", "called-off", "no\0w"));

    for (Projection projection : ProjectionsConfiguration.PROJECTIONS) {
      world.folder(world.pool, projection).fold(batch(of(projection, world.events())));
    }

    assertThat(account("1").owner()).isEqualTo("A\uFFFDda\\u0000");
    assertThat(world.texts("select title from readmodels.content")).containsExactly("A\uFFFD film");
    assertThat(world.texts("select failure ->> 'message' from readmodels.saga"))
        .containsExactly("no\uFFFDw");
    assertThat(world.texts("select stream_id from readmodels.dead_letter")).isEmpty();
  }

  @Test
  void an_event_that_cannot_be_read_parks_its_stream_and_no_other() {
    world.append("account-1", opened("10.00"));
    world.append("account-2", opened("20.00"));
    RecordedEvent good = world.events().getFirst();
    RecordedEvent bad = unreadable(good.streamId(), 2);
    RecordedEvent after = unreadable(good.streamId(), 3);
    RecordedEvent other = world.events().getLast();

    Folder folder = world.folder(world.pool, ACCOUNTS);
    folder.fold(batch(List.of(good, bad, after, other)));
    folder.fold(batch(List.of(after)));

    assertThat(account("1").version()).isEqualTo(1);
    assertThat(account("2").balance()).isEqualTo(Money.of("20.00", "EUR"));
    assertThat(deadLetters()).containsExactly("account-1 2 CANNOT_READ");
  }

  @Test
  void an_event_that_cannot_be_applied_parks_its_stream_and_no_other() {
    world.append("account-1", credited("1.00", "1.00"));
    world.append("account-2", opened("20.00"));
    world.jdbc.sql("alter table readmodels.account add check (balance < 100)").update();
    world.append("account-3", opened("99.00"), credited("2.00", "101.00"));
    world.append("account-3", credited("2.00", "103.00"));

    world.folder(world.pool, ACCOUNTS).fold(batch(world.events()));

    assertThat(account("2").balance()).isEqualTo(Money.of("20.00", "EUR"));
    assertThat(account("3").balance()).isEqualTo(Money.of("99.00", "EUR"));
    assertThat(deadLetters())
        .containsExactlyInAnyOrder("account-1 1 CANNOT_APPLY", "account-3 2 CANNOT_APPLY");
  }

  @Test
  void whoever_starts_from_an_old_checkpoint_changes_nothing() {
    world.append("account-1", opened("10.00"));
    world.append("account-2", opened("20.00"));
    List<RecordedEvent> events = world.events();
    Folder folder = world.folder(world.pool, ACCOUNTS);
    folder.fold(new Batch(1, events.subList(0, 1), List.of(), List.of(move(0, 5))));

    assertThatThrownBy(() -> folder.fold(new Batch(1, events, List.of(), List.of(move(0, 6)))))
        .isInstanceOf(Overtaken.class);
    assertThatThrownBy(() -> folder.fold(new Batch(1, events, List.of(), List.of(move(4, 6)))))
        .isInstanceOf(Overtaken.class);

    assertThat(World.rows(world.pool, ACCOUNTS)).hasSize(2);
    folder.fold(new Batch(1, events, List.of(), List.of(move(5, 6))));
    assertThat(World.rows(world.pool, ACCOUNTS)).hasSize(4);
  }

  @Test
  void a_batch_that_is_cut_off_anywhere_counts_once_when_it_is_tried_again() {
    new Histories(7).append(world, 12, 3);
    world.append("account-poison", credited("1.00", "1.00"));
    List<RecordedEvent> events = of(ACCOUNTS, world.events());
    List<String> expected = inOrder(ACCOUNTS, events);
    Folder healthy = world.folder(world.pool, ACCOUNTS);

    int cut = 1;
    while (cutOff(cut, events)) {
      cut++;
    }

    assertThat(cut).as("points at which it was cut off").isGreaterThan(10);
    assertThat(World.rows(world.pool, ACCOUNTS)).isEqualTo(expected);
    assertThat(deadLetters()).containsExactly("account-poison 1 CANNOT_APPLY");
    healthy.fold(batch(events));
    assertThat(World.rows(world.pool, ACCOUNTS)).isEqualTo(expected);
  }

  /** Whether the batch was cut off before it had done all it does. */
  private boolean cutOff(int call, List<RecordedEvent> events) {
    DataSource failing = FailingDataSource.at(call, world.pool);
    Folder folder = new Folder(Database.of(failing), ACCOUNTS, world.log, World.TYPES);
    Move move = move(0, events.size());
    try {
      folder.fold(new Batch(1, events, List.of(), List.of(move)));
      return false;
    } catch (DataAccessException | org.springframework.transaction.TransactionException _) {
      return true;
    } catch (Overtaken _) {
      // The commit had gone through; only its answer was lost.
      return false;
    }
  }

  private List<String> inOrder(Projection projection, List<RecordedEvent> events) {
    try (var other = World.newReadModels()) {
      Folder folder = world.folder(other, projection);
      of(projection, events).forEach(event -> folder.fold(batch(List.of(event))));
      return World.rows(other, projection);
    }
  }

  private static List<RecordedEvent> of(Projection projection, List<RecordedEvent> events) {
    return events.stream()
        .filter(e -> projection.categories().contains(e.streamId().category()))
        .toList();
  }

  /**
   * Shuffled within windows, some twice, and some of those that are not a stream's last left out.
   */
  private static List<List<RecordedEvent>> mangled(List<RecordedEvent> events, Random random) {
    List<RecordedEvent> sent = new ArrayList<>();
    for (RecordedEvent event : events) {
      boolean last =
          events.stream()
              .noneMatch(
                  other ->
                      other.streamId().equals(event.streamId())
                          && other.version() > event.version());
      if (last || random.nextInt(4) > 0) {
        sent.add(event);
      }
      if (random.nextInt(4) == 0) {
        sent.add(random.nextInt(sent.size() + 1), event);
      }
    }
    List<List<RecordedEvent>> batches = new ArrayList<>();
    for (int from = 0; from < sent.size(); ) {
      int to = Math.min(sent.size(), from + random.nextInt(1, 30));
      List<RecordedEvent> batch = new ArrayList<>(sent.subList(from, to));
      Collections.shuffle(batch, random);
      batches.add(batch);
      from = to;
    }
    return batches;
  }

  private AccountView account(String id) {
    return new AccountQueries(world.jdbc).account(id).orElseThrow();
  }

  private List<String> deadLetters() {
    return world.texts(
        "select stream_id || ' ' || version || ' ' || cause from readmodels.dead_letter");
  }

  private static Batch batch(List<RecordedEvent> events) {
    return new Batch(1, events, List.of(), List.of());
  }

  private static Move move(long from, long to) {
    TopicPartition partition = new TopicPartition("topic", 0);
    return new Move(new Checkpoint(partition, "id", from), new Checkpoint(partition, "id", to));
  }

  private static AccountOpened opened(String balance) {
    return new AccountOpened("ada", "CURRENT", Money.of(balance, "EUR"));
  }

  private static AccountCredited credited(String amount, String balance) {
    return new AccountCredited(
        Money.of(amount, "EUR"), Money.of(balance, "EUR"), new Cause(Cause.Kind.DEPOSIT, "cash"));
  }

  private static RecordedEvent unreadable(StreamId stream, long version) {
    return new RecordedEvent(
        1_000 + version,
        stream,
        version,
        UUID.randomUUID(),
        "AccountCredited",
        1,
        "{\"amount\":",
        Metadata.EMPTY,
        Instant.now());
  }
}
