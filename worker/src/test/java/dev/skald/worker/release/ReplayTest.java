package dev.skald.worker.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.skald.worker.golden.HistoryFile;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionTerminatedEventAttributes;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.codec.PayloadCodecException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the gate before a deploy says of a server, and how it ends. */
class ReplayTest {

  private static final String TYPE = "account-transfer";
  private static final List<HistoryEvent> DONE = history("done");
  private static final List<HistoryEvent> REFUSED = history("credit-target-refused");

  private final Archive archive = new Archive();

  @AfterEach
  void close() {
    archive.close();
  }

  private static List<HistoryEvent> history(String path) {
    return HistoryFile.read(TYPE + "/" + path).getEvents();
  }

  /** As older code had it: the second step before the first. */
  private static List<HistoryEvent> swapped() {
    List<HistoryEvent> events = new ArrayList<>(DONE);
    HistoryEvent debit = events.get(5);
    HistoryEvent credit = events.get(6);
    events.set(
        5,
        debit.toBuilder()
            .setMarkerRecordedEventAttributes(credit.getMarkerRecordedEventAttributes())
            .build());
    events.set(
        6,
        credit.toBuilder()
            .setMarkerRecordedEventAttributes(debit.getMarkerRecordedEventAttributes())
            .build());
    return events;
  }

  @Test
  void runs_that_replay_are_told_by_saga_and_path() {
    archive.keep("a", TYPE, false, DONE);
    archive.keep("b", TYPE, false, DONE);
    archive.keep("c", TYPE, false, REFUSED);
    archive.keep("d", TYPE, true, DONE.subList(0, 2));

    assertThat(said(0))
        .containsPattern("2 +completed +debit-source, credit-target, record-transfer")
        .containsPattern(
            "1 +completed +debit-source, credit-target \\(refused\\), undo debit-source")
        .contains("1 open and 3 closed histories", "nothing breaks");
  }

  @Test
  void a_run_that_was_terminated_replays_as_far_as_it_came() {
    List<HistoryEvent> waiting = history("undo-debit-source-refused-resolve").subList(0, 11);
    List<HistoryEvent> terminated = new ArrayList<>(waiting);
    terminated.add(
        HistoryEvent.newBuilder()
            .setEventId(12)
            .setEventType(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED)
            .setWorkflowExecutionTerminatedEventAttributes(
                WorkflowExecutionTerminatedEventAttributes.newBuilder().setReason("by hand"))
            .build());
    archive.keep("a", TYPE, true, waiting);
    archive.keep("b", TYPE, false, terminated);

    assertThat(said(0)).contains("1 open and 1 closed histories", "nothing breaks.");
  }

  @Test
  void a_long_history_is_read_page_by_page() {
    archive.keep("a", TYPE, false, DONE);

    said(0);

    assertThat(archive.pages()).isEqualTo(3);
  }

  @Test
  void it_says_how_far_it_has_come_while_a_history_takes_its_time() throws Exception {
    archive.keep("a", TYPE, true, DONE);
    CountDownLatch held = archive.hold();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    FutureTask<Integer> code =
        new FutureTask<>(
            () ->
                Replay.run(
                    new PrintStream(bytes, true, StandardCharsets.UTF_8),
                    "--progress",
                    "1",
                    "--target",
                    archive.target()));
    Thread.startVirtualThread(code);

    await()
        .untilAsserted(
            () ->
                assertThat(bytes.toString(StandardCharsets.UTF_8))
                    .contains("0 of 1 open and 0 of 0 closed runs, 0 break"));
    held.countDown();

    assertThat(code.get()).isZero();
  }

  @Test
  void the_first_break_ends_it_with_what_differs() {
    archive.keep("a", TYPE, true, swapped());
    archive.keep("b", TYPE, false, DONE);

    assertThat(said(1, "--parallel", "1"))
        .contains(
            "BREAKS account-transfer, 1 run(s): io.temporal.worker.NonDeterministicException",
            "account-transfer-done (run a)",
            "1 break");
  }

  @Test
  void all_kinds_of_breaks_are_told_if_asked_for() {
    archive.keep("a", TYPE, true, swapped());
    archive.keep("b", "removed-saga", true, DONE);
    archive.keep("c", TYPE, false, DONE);

    assertThat(said(1, "--all"))
        .contains("BREAKS removed-saga", "no such saga in this code", "2 break, in 2 kind(s)")
        .contains("2 open and 1 closed histories");
  }

  @Test
  void runs_that_have_ended_cannot_break_and_end_nothing() {
    archive.keep("a", TYPE, false, swapped());
    archive.keep("b", TYPE, true, DONE);
    archive.keep("c", TYPE, false, DONE);

    assertThat(said(0, "--parallel", "1"))
        .contains(
            "Would not replay, but have ended: account-transfer, 1 run(s)",
            "account-transfer-done (run a), completed, after: ",
            "They have ended, so nothing stops",
            "1 open and 2 closed histories",
            "nothing breaks, 1 that have ended would not replay")
        .doesNotContain("BREAKS");
  }

  @Test
  void runs_that_are_pinned_to_another_build_break_nothing() {
    archive.keep("a", TYPE, true, swapped());
    archive.keep("b", "removed-saga", true, DONE);
    archive.pin("a", "1");
    archive.pin("b", "1");

    assertThat(said(0, asBuild("2")))
        .contains("2 run(s) are pinned to build skald:1", "nothing breaks");
    assertThat(said(0)).contains("2 run(s) are pinned to build skald:1");
    assertThat(said(1, asBuild("1"))).contains("BREAKS");
  }

  private static String[] asBuild(String id) {
    return new String[] {
      "--skald.temporal.deployment.name=skald", "--skald.temporal.deployment.build-id=" + id
    };
  }

  /** Stands for an encryption. */
  public static final class UpsideDown implements PayloadCodec {

    private static final String ENCODING = "encoding";
    private static final ByteString MARK = ByteString.copyFromUtf8("binary/upside-down");

    @Override
    public List<Payload> encode(List<Payload> payloads) {
      return payloads.stream()
          .map(
              plain ->
                  Payload.newBuilder()
                      .putMetadata(ENCODING, MARK)
                      .setData(reversed(plain.toByteString()))
                      .build())
          .toList();
    }

    @Override
    public List<Payload> decode(List<Payload> payloads) {
      return payloads.stream().map(UpsideDown::decode).toList();
    }

    private static Payload decode(Payload payload) {
      if (!MARK.equals(payload.getMetadataMap().get(ENCODING))) {
        return payload;
      }
      try {
        return Payload.parseFrom(reversed(payload.getData()));
      } catch (InvalidProtocolBufferException e) {
        throw new PayloadCodecException(e);
      }
    }

    private static ByteString reversed(ByteString bytes) {
      byte[] turned = bytes.toByteArray();
      for (int i = 0; i < turned.length / 2; i++) {
        byte other = turned[i];
        turned[i] = turned[turned.length - 1 - i];
        turned[turned.length - 1 - i] = other;
      }
      return ByteString.copyFrom(turned);
    }
  }

  @Test
  void encrypted_payloads_are_read_with_the_codec_of_the_settings() {
    List<HistoryEvent> encrypted = new ArrayList<>(DONE);
    HistoryEvent.Builder start = encrypted.getFirst().toBuilder();
    Payloads.Builder request =
        start.getWorkflowExecutionStartedEventAttributesBuilder().getInputBuilder();
    List<Payload> encoded = new UpsideDown().encode(request.getPayloadsList());
    request.clearPayloads().addAllPayloads(encoded);
    encrypted.set(0, start.build());
    archive.keep("a", TYPE, true, encrypted);

    assertThat(said(1)).contains("BREAKS account-transfer");
    assertThat(said(0, "--skald.temporal.payload-codec=" + UpsideDown.class.getName()))
        .contains("nothing breaks");
  }

  @Test
  void a_history_that_cannot_be_read_is_told_and_is_not_well() {
    archive.keep("a", TYPE, false, DONE);
    archive.keep("b", TYPE, true, DONE);
    archive.lock("b");

    assertThat(said(3))
        .contains("Could not be read: 1", "account-transfer-done (run b)", "it is locked");
  }

  @Test
  void a_history_that_makes_no_sense_is_told_too() {
    List<HistoryEvent> hole = new ArrayList<>(DONE);
    hole.remove(3);
    archive.keep("a", TYPE, true, hole);

    assertThat(said(1)).contains("BREAKS", "account-transfer-done (run a)");
  }

  @Test
  void sagas_that_are_gone_and_have_no_open_run_are_no_break() {
    archive.keep("a", "removed-saga", false, DONE);

    assertThat(said(0)).contains("1 have ended, and their sagas are gone");
  }

  @Test
  void wrong_words_are_told_with_the_right_ones() {
    assertThat(said(2, "--paralel", "2")).contains("replay knows no '--paralel'", "--parallel N");
    assertThat(said(2, "--skald.temporal.payload-codec=no.such.Codec"))
        .contains("a setting is wrong", "no.such.Codec");
    assertThat(said(2, "--limit", "few")).contains("--limit is 'few', but must be a number");
  }

  private String said(int exitCode, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--target", archive.target()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int code =
        Replay.run(
            new PrintStream(bytes, true, StandardCharsets.UTF_8), all.toArray(String[]::new));
    String said = bytes.toString(StandardCharsets.UTF_8);
    assertThat(code).as(said).isEqualTo(exitCode);
    return said;
  }
}
