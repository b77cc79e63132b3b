package dev.skald.eventstore;

import static dev.skald.eventstore.TestEvents.command;
import static dev.skald.eventstore.TestEvents.note;
import static dev.skald.eventstore.TestEvents.noted;
import static dev.skald.eventstore.TestEvents.stream;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.eventstore.TestEvents.Noted;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Partitions, archive, deletion, export and import, proof. */
class LifeOfTheLogTest {

  private final TestStore store = TestStore.open();
  private final LogAdministration administration = new LogAdministration(store.pool());
  private final StreamId stream = stream("account");

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void a_log_that_nobody_touched_is_proven() {
    fill();

    LogVerifier.Report report = LogVerifier.verify(store.pool());

    assertThat(report.flaws()).isEmpty();
    assertThat(report.events()).isEqualTo(33);
    assertThat(report.streams()).isEqualTo(11);
  }

  @Test
  void what_is_changed_behind_its_back_is_found() throws SQLException {
    fill();
    sql("UPDATE eventstore.events SET data = '{\"text\":\"forged\"}' WHERE position = 2");
    assertThat(LogVerifier.verify(store.pool()).flaws())
        .singleElement()
        .asString()
        .contains("at 2 is not what was written");

    sql("DELETE FROM eventstore.events WHERE position = 33");
    assertThat(LogVerifier.verify(store.pool()).flaws())
        .anyMatch(f -> f.contains("ends at version"));
    sql(
        "UPDATE eventstore.events SET recorded_at = recorded_at - interval '1 day' WHERE position = 9");
    assertThat(LogVerifier.verify(store.pool()).flaws())
        .anyMatch(f -> f.contains("was recorded before"));
  }

  @Test
  void deleted_data_is_gone_and_the_rest_is_proven_all_the_same() {
    store.store().append(note(stream, Expected.noStream(), "private"));
    fill();
    RecordedEvent before = store.store().readStream(stream, 0, 10).getFirst();

    administration.tombstone(stream);

    RecordedEvent event = store.store().readStream(stream, 0, 10).getFirst();
    assertThat(event.isDeleted()).isTrue();
    assertThat(event.type()).isEqualTo("Noted");
    assertThat(store.store().identities(List.of(event.position())))
        .containsOnlyKeys(EventIdentity.of(before), EventIdentity.of(event));
    assertThat(LogVerifier.verify(store.pool()).flaws()).isEmpty();
    assertThat(LogVerifier.verify(store.pool()).deleted()).isEqualTo(1);
    assertThatThrownBy(() -> store.store().append(note(stream, Expected.any(), "again")))
        .isInstanceOf(StreamClosed.class);
  }

  @Test
  void an_export_is_imported_as_it_was() {
    fill();
    store.store().append(note(stream, Expected.noStream(), "to be deleted"));
    Append append =
        command("exported").to(stream("account"), Expected.any(), List.of(noted("é ✓ {}")));
    Appended appended = store.store().append(append);
    store.store().append(command("closer").closing(new CommandId("never"), false));
    administration.tombstone(stream);
    ByteArrayOutputStream exported = new ByteArrayOutputStream();
    LogExport.write(store.pool(), exported);

    try (TestStore copy = TestStore.open()) {
      LogImport.read(copy.pool(), new ByteArrayInputStream(exported.toByteArray()));

      assertThat(copy.store().readLog(0, LogFilter.ALL, 1_000).events())
          .isEqualTo(store.store().readLog(0, LogFilter.ALL, 1_000).events());
      assertThat(copy.store().append(append))
          .isEqualTo(
              new Appended(append.commandId(), appended.position(), appended.versions(), true));
      assertThatThrownBy(() -> copy.store().append(note(stream, Expected.any(), "x")))
          .isInstanceOf(StreamClosed.class);
      assertThat(copy.store().append(note(stream("account"), Expected.any(), "next")).position())
          .isEqualTo(appended.position() + 1);
      assertThat(LogVerifier.verify(copy.pool()).flaws()).isEmpty();
      assertThatThrownBy(
              () -> LogImport.read(copy.pool(), new ByteArrayInputStream(exported.toByteArray())))
          .hasMessageContaining("empty log");
    }
  }

  @Test
  void a_damaged_export_is_refused_whole() {
    fill();
    ByteArrayOutputStream exported = new ByteArrayOutputStream();
    LogExport.write(store.pool(), exported);
    String text = exported.toString(UTF_8);

    try (TestStore copy = TestStore.open()) {
      assertThatThrownBy(() -> importText(copy, text.replaceFirst("note 3", "note 4")))
          .hasMessageContaining("damaged");
      assertThatThrownBy(
              () -> importText(copy, text.lines().limit(20).collect(Collectors.joining("\n"))))
          .hasMessageContaining("cut off");
      assertThat(copy.store().head()).isZero();
    }
  }

  @Test
  void partitions_are_made_ahead_and_archived_when_their_streams_are_closed() throws SQLException {
    List<StreamId> streams = sixStreamsOverPartitionsOf2048();
    assertThat(administration.partitions()).hasSizeGreaterThanOrEqualTo(5);
    String first = administration.partitions().getFirst().name();
    assertThatThrownBy(() -> administration.archive(first)).hasMessageContaining("not closed");

    administration.closeStream(streams.get(0));
    administration.closeStream(streams.get(1));
    administration.archive(first);

    assertThat(store.store().logEvents(0, LogFilter.ALL).findFirst().orElseThrow().position())
        .isEqualTo(2048);
    assertThat(LogVerifier.verify(store.pool()).flaws()).isEmpty();
    administration.restore(first);
    assertThat(store.store().logEvents(0, LogFilter.ALL)).hasSize(9_000);
    assertThat(LogVerifier.verify(store.pool()).flaws()).isEmpty();
    String last = administration.partitions().getLast().name();
    assertThatThrownBy(() -> administration.archive(last)).hasMessageContaining("being written");
  }

  @Test
  void what_lies_in_the_archive_is_deleted_there() throws SQLException {
    StreamId archived = firstOfAnArchivedPartition();

    administration.tombstone(archived);
    administration.restore(administration.partitions().getFirst().name());

    assertThat(store.store().streamEvents(archived, StreamRead.forwards()))
        .hasSize(1_500)
        .allMatch(RecordedEvent::isDeleted);
    assertThat(LogVerifier.verify(store.pool()).flaws()).isEmpty();
  }

  @Test
  void an_archive_that_was_taken_away_keeps_its_streams_from_being_deleted() throws SQLException {
    StreamId archived = firstOfAnArchivedPartition();
    String partition = administration.partitions().getFirst().name();
    sql("ALTER TABLE eventstore_archive.%s RENAME TO elsewhere".formatted(partition));

    assertThatThrownBy(() -> administration.tombstone(archived))
        .isInstanceOf(AdministrationRefused.class)
        .hasMessageContaining(partition);
  }

  @Test
  void a_stream_that_is_not_there_cannot_be_deleted_or_closed() {
    assertThatThrownBy(() -> administration.tombstone(stream))
        .isInstanceOf(AdministrationRefused.class)
        .hasMessageContaining(stream.value());
    assertThatThrownBy(() -> administration.closeStream(stream))
        .isInstanceOf(AdministrationRefused.class)
        .hasMessageContaining(stream.value());
  }

  @Test
  void a_log_whose_beginning_is_archived_is_not_exported() throws SQLException {
    firstOfAnArchivedPartition();
    String partition = administration.partitions().getFirst().name();

    assertThatThrownBy(() -> LogExport.write(store.pool(), new ByteArrayOutputStream()))
        .isInstanceOf(AdministrationRefused.class)
        .hasMessageContaining(partition);
  }

  @Test
  void a_stream_whose_beginning_is_archived_is_not_folded() throws SQLException {
    firstOfAnArchivedPartition();
    StreamId torn = store.store().readLog(0, LogFilter.ALL, 1).events().getFirst().streamId();
    Aggregates<String, Long, Noted> counts =
        new Aggregates<>(
            store.store(),
            TestEvents.registry(),
            new Decider<>(Noted.class, 0L, (count, _) -> count + 1, (_, _) -> List.of()));

    assertThatThrownBy(() -> counts.load(torn))
        .isInstanceOf(StreamArchived.class)
        .hasMessageContaining(torn.value());
    assertThatThrownBy(() -> counts.loadAsOf(torn, 1_500)).isInstanceOf(StreamArchived.class);
  }

  /** The second stream lies there in part. */
  private StreamId firstOfAnArchivedPartition() throws SQLException {
    List<StreamId> streams = sixStreamsOverPartitionsOf2048();
    administration.closeStream(streams.get(0));
    administration.closeStream(streams.get(1));
    administration.archive(administration.partitions().getFirst().name());
    return streams.getFirst();
  }

  private List<StreamId> sixStreamsOverPartitionsOf2048() throws SQLException {
    sql(
        """
        DO $$ BEGIN
          DROP TABLE eventstore.events_0, eventstore.events_10000000;
          DELETE FROM eventstore.partitions;
          PERFORM eventstore.prepare_partitions(1, 2048);
        END $$
        """);
    List<Record> many = IntStream.range(0, 1_500).<Record>mapToObj(i -> noted("n" + i)).toList();
    List<StreamId> streams = IntStream.range(0, 6).mapToObj(_ -> stream("big")).toList();
    for (StreamId each : streams) {
      store.store().append(command("fill-" + each).to(each, Expected.noStream(), many));
    }
    return streams;
  }

  private void fill() {
    for (int i = 0; i < 11; i++) {
      StreamId each = stream("account");
      store
          .store()
          .append(
              command("fill-" + each)
                  .to(each, Expected.noStream(), List.of(noted("note " + i), noted("b"))));
      store.store().append(note(each, Expected.version(2), "c"));
    }
  }

  private void sql(String sql) throws SQLException {
    try (Connection connection = store.pool().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void importText(TestStore copy, String text) {
    LogImport.read(copy.pool(), new ByteArrayInputStream(text.getBytes(UTF_8)));
  }
}
