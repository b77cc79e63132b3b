package dev.skald.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.temporal.api.common.v1.Payload;
import io.temporal.client.WorkflowClient;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.codec.PayloadCodecException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** All that Temporal keeps of a saga passes through the codec of the settings. */
class EncryptedSagaTest {

  private static RunningSkald skald;
  private static Rest rest;

  /** Stands for an encryption: nothing can be read in what it leaves. */
  public static final class Flipped implements PayloadCodec {

    private static final ByteString MARK = ByteString.copyFromUtf8("binary/flipped");

    @Override
    public List<Payload> encode(List<Payload> payloads) {
      return payloads.stream()
          .map(
              plain ->
                  Payload.newBuilder()
                      .putMetadata("encoding", MARK)
                      .setData(flipped(plain.toByteString()))
                      .build())
          .toList();
    }

    @Override
    public List<Payload> decode(List<Payload> payloads) {
      return payloads.stream().map(Flipped::decode).toList();
    }

    private static Payload decode(Payload payload) {
      if (!MARK.equals(payload.getMetadataMap().get("encoding"))) {
        return payload;
      }
      try {
        return Payload.parseFrom(flipped(payload.getData()));
      } catch (InvalidProtocolBufferException e) {
        throw new PayloadCodecException(e);
      }
    }

    private static ByteString flipped(ByteString bytes) {
      byte[] turned = bytes.toByteArray();
      for (int i = 0; i < turned.length; i++) {
        turned[i] = (byte) ~turned[i];
      }
      return ByteString.copyFrom(turned);
    }
  }

  @BeforeAll
  static void start() {
    skald = RunningSkald.start(Map.of("skald.temporal.payload-codec", Flipped.class.getName()));
    rest = skald.rest();
  }

  @AfterAll
  static void stop() {
    skald.close();
  }

  @Test
  void sagas_are_done_and_undone_and_their_runs_show_nobody_who_or_what() {
    open("secret-alice");
    open("secret-bob");

    assertThat(transfer("there", "secret-bob").text("/status")).isEqualTo("COMPLETED");
    assertThat(transfer("gone", "secret-nobody").text("/status")).isEqualTo("COMPENSATED");

    for (String run : List.of("account-transfer-there", "account-transfer-gone")) {
      assertThat(skald.bean(WorkflowClient.class).fetchHistory(run).getEvents())
          .isNotEmpty()
          .allSatisfy(event -> assertThat(event.toString()).doesNotContain("secret-"));
    }
  }

  private static void open(String account) {
    Rest.Answer opened =
        rest.post(
            "/api/v1/accounts",
            """
            {"accountId":"%s","owner":"o","openingBalance":{"amount":"5.00","currency":"EUR"}}
            """
                .formatted(account));
    assertThat(opened.status()).isEqualTo(201);
  }

  private static Rest.Answer transfer(String key, String target) {
    return rest.with("Idempotency-Key", key)
        .with("Prefer", "wait=30")
        .post(
            "/api/v1/sagas/account-transfer",
            """
            {"sourceAccountId":"secret-alice","targetAccountId":"%s",
             "amount":{"amount":"1.00","currency":"EUR"}}
            """
                .formatted(target));
  }
}
