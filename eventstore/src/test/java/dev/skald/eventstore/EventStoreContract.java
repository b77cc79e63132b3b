package dev.skald.eventstore;

import static dev.skald.eventstore.TestEvents.command;
import static dev.skald.eventstore.TestEvents.note;
import static dev.skald.eventstore.TestEvents.noted;
import static dev.skald.eventstore.TestEvents.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skald.eventstore.TestEvents.Deposited;
import dev.skald.eventstore.TestEvents.Noted;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every event store keeps to. */
abstract class EventStoreContract {

  abstract EventStore store();

  @Test
  void a_page_has_room_for_something() {
    assertThatThrownBy(() -> store().readLog(0, LogFilter.ALL, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit 0 must be at least 1");
    assertThatThrownBy(() -> store().readStream(stream("a"), 0, -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().streams("a", null, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void what_is_appended_is_read_as_it_was() {
    StreamId stream = stream("account");
    UUID eventId = UUID.randomUUID();
    Deposited data = new Deposited(new BigDecimal("25.00"), Instant.parse("2026-01-02T03:04:05Z"));
    Metadata metadata =
        Metadata.EMPTY
            .with(Metadata.CORRELATION_ID, "corr-1")
            .with(Metadata.TENANT, "acme")
            .with(Metadata.ACTOR, "Ada Löwe ✓")
            .with("userAgent", "curl/8 \"quoted\"");
    Append append =
        new Append(
            new CommandId("read-as-it-was"),
            Fingerprint.of("x"),
            List.of(
                new Append.StreamAppend(
                    stream, Expected.noStream(), List.of(new NewEvent(eventId, data)))),
            List.of(),
            metadata);

    Appended appended = store().append(append);

    RecordedEvent event = store().readStream(stream, 0, 10).getFirst();
    assertThat(event.position()).isEqualTo(appended.position());
    assertThat(event.streamId()).isEqualTo(stream);
    assertThat(event.version()).isEqualTo(1);
    assertThat(event.eventId()).isEqualTo(eventId);
    assertThat(event.type()).isEqualTo("Deposited");
    assertThat(event.schemaVersion()).isEqualTo(2);
    assertThat(event.data()).isEqualTo("{\"amount\":\"25.00\",\"at\":\"2026-01-02T03:04:05Z\"}");
    assertThat(event.metadata()).isEqualTo(metadata.with(Metadata.COMMAND_ID, "read-as-it-was"));
    assertThat(event.recordedAt())
        .isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(60));
    assertThat(TestEvents.registry().decode(event)).containsExactly(data);
  }

  @Test
  void an_event_is_known_at_its_position_by_what_it_says() {
    StreamId stream = stream("account");
    store()
        .append(
            new Append(
                new CommandId("known"),
                Fingerprint.of("known"),
                List.of(
                    new Append.StreamAppend(
                        stream,
                        Expected.noStream(),
                        List.of(
                            NewEvent.of(noted("é ✓ 😀 \" \\ \0")),
                            NewEvent.of(noted("long ".repeat(100_000)))))),
                List.of(),
                Metadata.EMPTY.with(Metadata.TENANT, "acme").with("userAgent", "curl/8")));
    List<RecordedEvent> events = store().readStream(stream, 0, 10);

    assertThat(
            store()
                .identities(
                    List.of(events.getFirst().position(), events.getLast().position(), 1L << 60)))
        .isEqualTo(
            events.stream().collect(Collectors.toMap(EventIdentity::of, RecordedEvent::metadata)));
  }

  @Test
  void versions_of_a_stream_count_from_one_without_a_gap() {
    StreamId stream = stream("account");

    store()
        .append(
            command("count-1").to(stream, Expected.noStream(), List.of(noted("a"), noted("b"))));
    Appended second =
        store().append(command("count-2").to(stream, Expected.version(2), List.of(noted("c"))));

    assertThat(second.versions()).isEqualTo(Map.of(stream, 3L));
    assertThat(store().readStream(stream, 0, 10))
        .extracting(RecordedEvent::version)
        .containsExactly(1L, 2L, 3L);
    assertThat(store().readStream(stream, 1, 1))
        .extracting(RecordedEvent::version)
        .containsExactly(2L);
    assertThat(store().readStream(stream, 3, 10)).isEmpty();
  }

  @Test
  void a_conflict_names_each_stream_that_differs_and_appends_nothing() {
    StreamId here = stream("account");
    StreamId missing = stream("account");
    StreamId fine = stream("account");
    store().append(note(here, Expected.noStream(), "here"));
    Append append =
        command("conflict")
            .to(here, Expected.noStream(), List.of(noted("x")))
            .to(missing, Expected.version(7), List.of(noted("x")))
            .to(fine, Expected.any(), List.of(noted("x")));

    StreamConflict conflict =
        catchThrowableOfType(StreamConflict.class, () -> store().append(append));

    assertThat(conflict.mismatches())
        .containsExactly(
            new StreamConflict.Mismatch(here, Expected.noStream(), 1),
            new StreamConflict.Mismatch(missing, Expected.version(7), 0));
    assertThat(store().readStream(fine, 0, 10)).isEmpty();
    assertThat(store().readStream(here, 0, 10)).hasSize(1);
    assertThat(store().command(new CommandId("conflict"))).isEmpty();
  }

  @Test
  void a_stream_can_be_expected_to_exist() {
    StreamId stream = stream("account");

    assertThatThrownBy(() -> store().append(note(stream, Expected.exists(), "too early")))
        .isInstanceOf(StreamConflict.class)
        .hasMessageContaining("is at version 0");
    store().append(note(stream, Expected.noStream(), "first"));
    store().append(note(stream, Expected.exists(), "second"));

    assertThat(store().readStream(stream, 0, 10)).hasSize(2);
  }

  @Test
  void a_stream_only_looked_at_is_not_made() {
    StreamId other = stream("account");
    StreamId looked = stream("account");
    Append append =
        command("only-looked")
            .to(other, Expected.any(), List.of(noted("x")))
            .to(looked, Expected.noStream(), List.of());

    Appended appended = store().append(append);

    assertThat(appended.versions()).containsOnlyKeys(other);
    assertThatThrownBy(() -> store().append(note(looked, Expected.exists(), "x")))
        .isInstanceOf(StreamConflict.class);
  }

  @Test
  void the_same_command_happens_once_and_is_answered_alike() {
    StreamId stream = stream("account");
    Append append =
        command("twice").to(stream, Expected.noStream(), List.of(noted("a"), noted("b")));

    Appended first = store().append(append);
    Appended again = store().append(append);

    assertThat(first.repeated()).isFalse();
    assertThat(again)
        .isEqualTo(new Appended(first.commandId(), first.position(), first.versions(), true));
    assertThat(store().readStream(stream, 0, 10)).hasSize(2);
    assertThat(store().command(append.commandId()).orElseThrow().events())
        .isEqualTo(store().readStream(stream, 0, 10));
  }

  @Test
  void a_repeated_command_is_answered_before_versions_are_looked_at() {
    StreamId stream = stream("account");
    Append append = command("before-versions").to(stream, Expected.noStream(), List.of(noted("a")));
    store().append(append);
    store().append(note(stream, Expected.version(1), "meanwhile"));

    assertThat(store().append(append).repeated()).isTrue();
  }

  @Test
  void a_command_id_with_another_command_is_an_error() {
    StreamId stream = stream("account");
    store().append(command("reused").to(stream, Expected.any(), List.of(noted("a"))));
    Append other =
        Append.of(new CommandId("reused"), Fingerprint.of("another"), Metadata.EMPTY)
            .to(stream, Expected.any(), List.of(noted("b")));

    assertThatThrownBy(() -> store().append(other)).isInstanceOf(CommandIdReused.class);
    assertThat(store().readStream(stream, 0, 10)).hasSize(1);
  }

  @Test
  void a_command_without_events_is_recorded_as_well() {
    Append append = command("nothing-to-say");

    Appended appended = store().append(append);

    assertThat(appended.position()).isZero();
    assertThat(store().append(append).repeated()).isTrue();
    RecordedCommand recorded = store().command(append.commandId()).orElseThrow();
    assertThat(recorded.happened()).isTrue();
    assertThat(recorded.closed()).isFalse();
    assertThat(recorded.events()).isEmpty();
  }

  @Test
  void a_command_closed_before_it_came_can_no_longer_happen() {
    StreamId stream = stream("account");
    CommandId late = new CommandId("late-do");
    store().append(command("undo-of-late").closing(late, false));

    assertThatThrownBy(
            () ->
                store().append(command("late-do").to(stream, Expected.any(), List.of(noted("x")))))
        .isInstanceOf(CommandClosed.class);

    assertThat(store().readStream(stream, 0, 10)).isEmpty();
    RecordedCommand recorded = store().command(late).orElseThrow();
    assertThat(recorded.happened()).isFalse();
    assertThat(recorded.closed()).isTrue();
  }

  @Test
  void a_command_closed_after_it_happened_keeps_its_events_and_is_refused() {
    StreamId stream = stream("account");
    Append done = command("done").to(stream, Expected.any(), List.of(noted("x")));
    store().append(done);
    Append undo =
        command("undo-of-done")
            .to(stream, Expected.any(), List.of(noted("undone")))
            .closing(done.commandId(), true);
    store().append(undo);

    assertThatThrownBy(() -> store().append(done)).isInstanceOf(CommandClosed.class);
    assertThat(store().append(undo).repeated()).isTrue();

    RecordedCommand recorded = store().command(done.commandId()).orElseThrow();
    assertThat(recorded.happened()).isTrue();
    assertThat(recorded.closed()).isTrue();
    assertThat(recorded.events()).hasSize(1);
  }

  @Test
  void closing_other_than_expected_is_a_conflict_and_appends_nothing() {
    StreamId stream = stream("account");
    store().append(command("has-happened"));
    CommandId never = new CommandId("has-not-happened");

    assertThatThrownBy(
            () ->
                store()
                    .append(
                        command("close-1")
                            .to(stream, Expected.any(), List.of(noted("x")))
                            .closing(new CommandId("has-happened"), false)))
        .isInstanceOf(CloseConflict.class)
        .hasMessage("command 'has-happened' was expected not to have happened, but has");
    assertThatThrownBy(() -> store().append(command("close-2").closing(never, true)))
        .isInstanceOf(CloseConflict.class);

    assertThat(store().readStream(stream, 0, 10)).isEmpty();
    assertThat(store().command(never)).isEmpty();
  }

  @Test
  void a_command_can_be_closed_by_several() {
    CommandId target = new CommandId("closed-by-several");

    store().append(command("closer-1").closing(target, false));
    store().append(command("closer-2").closing(target, false));

    assertThat(store().command(target).orElseThrow().closed()).isTrue();
  }

  @Test
  void several_streams_are_appended_to_or_none() {
    StreamId a = stream("account");
    StreamId b = stream("saga");
    Append append =
        command("several")
            .to(b, Expected.any(), List.of(noted("b1"), noted("b2")))
            .to(a, Expected.noStream(), List.of(noted("a1")));

    Appended appended = store().append(append);

    assertThat(appended.versions()).isEqualTo(Map.of(a, 1L, b, 2L));
    assertThat(store().readStream(a, 0, 10).getFirst().position()).isEqualTo(appended.position());
    assertThat(store().readStream(b, 0, 10))
        .extracting(RecordedEvent::data)
        .containsExactly("{\"text\":\"b1\"}", "{\"text\":\"b2\"}");
  }

  @Test
  void what_cannot_be_stored_is_said_clearly() {
    StreamId stream = stream("account");

    assertThatThrownBy(() -> store().append(note(stream, Expected.any(), "half \ud800 a pair")))
        .isInstanceOf(InvalidAppend.class)
        .hasMessageContaining("half a surrogate pair");
    assertThatThrownBy(
            () ->
                store()
                    .append(
                        command("twice-named")
                            .to(stream, Expected.any(), List.of(noted("x")))
                            .to(stream, Expected.any(), List.of(noted("y")))))
        .isInstanceOf(InvalidAppend.class)
        .hasMessageContaining("twice");
    assertThatThrownBy(() -> store().append(note(stream, Expected.any(), "x".repeat(9 << 20))))
        .isInstanceOf(InvalidAppend.class)
        .hasMessageContaining("bytes, more than");
    assertThatThrownBy(() -> store().append(note(stream, Expected.any(), "ä".repeat(5 << 20))))
        .isInstanceOf(InvalidAppend.class)
        .hasMessageContaining("bytes, more than");
    for (Metadata metadata :
        List.of(
            Metadata.EMPTY.with("type", "mine"),
            Metadata.EMPTY.with("user-id", "a").with("userId", "b"),
            Metadata.EMPTY.with(Metadata.CORRELATION_ID, "c".repeat(513)))) {
      assertThatThrownBy(
              () ->
                  store()
                      .append(
                          Append.of(new CommandId("metadata"), Fingerprint.of("m"), metadata)
                              .to(stream, Expected.any(), List.of(noted("x")))))
          .isInstanceOf(InvalidAppend.class);
    }
    assertThatThrownBy(() -> Expected.version(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("never at version -1");
    record Stranger() {}
    assertThatThrownBy(
            () -> store().append(command("s").to(stream, Expected.any(), List.of(new Stranger()))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a registered event type");
    assertThat(store().readStream(stream, 0, 1)).isEmpty();
  }

  @Test
  void odd_text_survives() {
    StreamId stream = stream("account");
    String odd = "\u0000 \ud83d\ude00 \\u0000 \" \n \u2028 {} , NULL";

    store().append(note(stream, Expected.any(), odd));

    assertThat(TestEvents.registry().decode(store().readStream(stream, 0, 1).getFirst()))
        .isEqualTo(List.of(new Noted(odd)));
  }

  @Test
  void the_log_is_read_in_order_page_by_page() {
    long start = store().head();
    StreamId stream = stream("paged");
    IntStream.rangeClosed(1, 25)
        .forEach(i -> store().append(note(stream, Expected.any(), "n" + i)));
    LogFilter filter = LogFilter.ofCategories(Set.of("paged"));

    LogPage first = store().readLog(start, filter, 10);
    LogPage second = store().readLog(first.position(), filter, 10);
    LogPage third = store().readLog(second.position(), filter, 10);

    assertThat(first.events()).hasSize(10);
    assertThat(first.position()).isEqualTo(first.events().getLast().position());
    assertThat(third.events()).hasSize(5);
    assertThat(third.events()).extracting(RecordedEvent::position).isSorted();
    assertThat(third.events().getLast().version()).isEqualTo(25);
    assertThat(third.position()).isGreaterThanOrEqualTo(third.events().getLast().position());
    assertThat(store().readLog(Long.MAX_VALUE - 1, LogFilter.ALL, 10).position())
        .isEqualTo(Long.MAX_VALUE - 1);
  }

  @Test
  void the_log_is_filtered_by_what_an_event_says_of_itself() {
    long start = store().head();
    StreamId stream = stream("filtered");
    Metadata metadata =
        Metadata.EMPTY.with(Metadata.TENANT, "t1").with(Metadata.CORRELATION_ID, "filtered-1");
    store()
        .append(
            Append.of(new CommandId("filtered"), Fingerprint.of("f"), metadata)
                .to(
                    stream,
                    Expected.any(),
                    List.of(noted("x"), new Deposited(BigDecimal.ONE, null))));
    store().append(note(stream, Expected.any(), "y"));
    Instant last = store().readStream(stream, 2, 1).getFirst().recordedAt();

    assertThat(log(start, new LogFilter(Set.of("filtered"), Set.of("Deposited"), null, null, null)))
        .isEqualTo(1);
    assertThat(log(start, new LogFilter(Set.of("filtered"), Set.of(), "t1", null, null)))
        .isEqualTo(2);
    assertThat(log(start, new LogFilter(Set.of(), Set.of(), null, "filtered-1", null)))
        .isEqualTo(2);
    assertThat(log(start, new LogFilter(Set.of("filtered"), Set.of(), null, null, last)))
        .isEqualTo(1);
    assertThat(log(start, new LogFilter(Set.of("nothing"), Set.of(), null, null, null))).isZero();
  }

  @Test
  void a_stream_is_read_backwards_and_as_of_a_version_or_a_time() {
    StreamId stream = stream("account");
    for (int i = 1; i <= 5; i++) {
      store().append(note(stream, Expected.any(), "n" + i));
    }
    Instant third = store().readStream(stream, 2, 1).getFirst().recordedAt();

    assertThat(versions(stream, StreamRead.newestFirst(), 3)).containsExactly(5L, 4L, 3L);
    assertThat(versions(stream, StreamRead.newestFirst().asOf(3), 9)).containsExactly(3L, 2L, 1L);
    assertThat(versions(stream, StreamRead.forwards().after(1).asOf(3), 9)).containsExactly(2L, 3L);
    assertThat(versions(stream, StreamRead.forwards().asOf(third), 9)).containsExactly(1L, 2L, 3L);
    assertThat(versions(stream, StreamRead.forwards().asOf(third.minusSeconds(600)), 9)).isEmpty();
  }

  @Test
  void long_streams_and_the_log_are_streamed_page_by_page() {
    StreamId stream = stream("long");
    List<Record> notes = IntStream.range(0, 2_500).<Record>mapToObj(i -> noted("n" + i)).toList();
    long start = store().head();
    store().append(command("long-" + stream).to(stream, Expected.noStream(), notes));

    assertThat(store().streamEvents(stream, StreamRead.forwards()))
        .extracting(RecordedEvent::version)
        .hasSize(2_500)
        .isSorted();
    assertThat(store().streamEvents(stream, StreamRead.newestFirst()).skip(2_499).findFirst())
        .map(RecordedEvent::version)
        .contains(1L);
    assertThat(store().logEvents(start, LogFilter.ofCategories(Set.of("long")))).hasSize(2_500);
    assertThat(store().streamEvents(stream("none"), StreamRead.forwards())).isEmpty();
  }

  @Test
  void a_stream_is_known_in_figures() {
    StreamId stream = stream("account");
    store()
        .append(
            command("figures-" + stream)
                .to(
                    stream,
                    Expected.any(),
                    List.of(noted("a"), noted("b"), new Deposited(BigDecimal.ONE, null))));

    StreamStatistics statistics = store().statistics(stream).orElseThrow();

    assertThat(statistics.version()).isEqualTo(3);
    assertThat(statistics.types()).isEqualTo(Map.of("Noted", 2L, "Deposited", 1L));
    assertThat(statistics.lastPosition()).isEqualTo(statistics.firstPosition() + 2);
    assertThat(statistics.firstAt()).isBeforeOrEqualTo(statistics.lastAt());
    assertThat(store().statistics(stream("none"))).isEmpty();
  }

  @Test
  void the_streams_of_a_category_are_listed_page_by_page() {
    List<String> ids = List.of("A", "a", "a-b", "a.b", "b", "zz");
    for (String id : ids) {
      store().append(note(StreamId.of("listed", id), Expected.any(), "x"));
    }
    store().append(note(StreamId.of("listed2", "other"), Expected.any(), "x"));

    List<StreamId> first = store().streams("listed", null, 4);
    List<StreamId> second = store().streams("listed", first.getLast(), 4);

    assertThat(first).extracting(StreamId::id).containsExactly("A", "a", "a-b", "a.b");
    assertThat(second).extracting(StreamId::id).containsExactly("b", "zz");
    assertThat(store().streams("nothing", null, 4)).isEmpty();
  }

  private List<Long> versions(StreamId stream, StreamRead read, int limit) {
    return store().readStream(stream, read, limit).stream().map(RecordedEvent::version).toList();
  }

  private int log(long after, LogFilter filter) {
    return store().readLog(after, filter, 100).events().size();
  }
}
