package dev.skald.eventstore;

import static dev.skald.eventstore.TestEvents.note;
import static dev.skald.eventstore.TestEvents.noted;
import static dev.skald.eventstore.TestEvents.stream;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An event alone is answered as it would be in a group, whatever is there already. */
class AppendOneCallTest {

  private static final TestStore TEST = TestStore.open();

  /** What a stream and a command have been through when the append comes. */
  interface Past {
    void happen(PostgresEventStore store, StreamId stream, Append append);
  }

  record Situation(String name, Expected expected, Past past) {
    @Override
    public String toString() {
      return name;
    }
  }

  @AfterAll
  static void close() {
    TEST.close();
  }

  static Stream<Situation> situations() {
    Past nothing = (_, _, _) -> {};
    Past twoEvents =
        (store, stream, _) -> {
          store.append(note(stream, Expected.noStream(), "one"));
          store.append(note(stream, Expected.version(1), "two"));
        };
    Past closedStream =
        (store, stream, append) -> {
          twoEvents.happen(store, stream, append);
          new LogAdministration(TEST.pool()).closeStream(stream);
        };
    Past done = (store, _, append) -> store.append(append);
    Past another =
        (store, stream, append) ->
            store.append(
                Append.of(append.commandId(), Fingerprint.of("another"), Metadata.EMPTY)
                    .to(stream, Expected.any(), List.of(noted("another"))));
    Past closedCommand =
        (store, _, append) ->
            store.append(
                TestEvents.command("undo-" + append.commandId())
                    .closing(append.commandId(), false));
    return Stream.of(
        new Situation("new stream, none expected", Expected.noStream(), nothing),
        new Situation("new stream, anything expected", Expected.any(), nothing),
        new Situation("new stream, one expected", Expected.exists(), nothing),
        new Situation("new stream, a version expected", Expected.version(3), nothing),
        new Situation("old stream, its version expected", Expected.version(2), twoEvents),
        new Situation("old stream, another version expected", Expected.version(1), twoEvents),
        new Situation("old stream, none expected", Expected.noStream(), twoEvents),
        new Situation("old stream, one expected", Expected.exists(), twoEvents),
        new Situation("old stream, anything expected", Expected.any(), twoEvents),
        new Situation("closed stream", Expected.any(), closedStream),
        new Situation("repeated", Expected.noStream(), done),
        new Situation("command id of another", Expected.any(), another),
        new Situation("closed command", Expected.any(), closedCommand));
  }

  @ParameterizedTest
  @MethodSource("situations")
  void one_alone_is_answered_as_in_a_group(Situation situation) throws SQLException {
    assertThat(answer(situation, true)).isEqualTo(answer(situation, false));
    assertThat(LogVerifier.verify(TEST.pool()).flaws()).isEmpty();
  }

  /** The outcome with the stream's name left out, and how many events there are. */
  private static List<Object> answer(Situation situation, boolean alone) throws SQLException {
    StreamId stream = stream("account");
    Append append =
        TestEvents.command("c-" + UUID.randomUUID())
            .to(stream, situation.expected(), List.of(noted("this")));
    situation.past().happen(TEST.store(), stream, append);
    List<EncodedAppend> encoded =
        List.of(EncodedAppend.of(append, TestEvents.registry(), EventStoreOptions.DEFAULT));
    assertThat(AppendOneCall.fits(encoded)).isTrue();
    long head = TEST.store().head();
    try (Connection connection = TEST.pool().getConnection()) {
      AppendCall call = new AppendCall(encoded, 250);
      AppendOutcome outcome =
          (alone ? call.execute(connection) : call.executeGroup(connection)).getFirst();
      return List.of(
          outcome.status(),
          outcome.position() == 0 ? 0 : outcome.position() - head,
          outcome.detail().replace(stream.value(), "stream"),
          TEST.store().readStream(stream, 0, 10).size(),
          TEST.store().streams("account", null, 1000).contains(stream));
    }
  }
}
