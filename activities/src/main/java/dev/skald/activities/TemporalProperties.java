package dev.skald.activities;

import io.temporal.payload.codec.PayloadCodec;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Temporal is, and what is ours there.
 *
 * @param target host and port of its gRPC front
 * @param namespace that holds our runs
 * @param taskQueue where the worker takes its work
 * @param uiUrl where people look at runs
 * @param callsAtOnce how many runs this program begins and how many tasks of runs it ends at the
 *     same time; others wait their turn
 * @param payloadCodec encrypts what Temporal keeps of runs, and decrypts it: a class with a
 *     constructor without parameters
 */
@ConfigurationProperties("skald.temporal")
public record TemporalProperties(
    @DefaultValue("127.0.0.1:7233") String target,
    @DefaultValue("default") String namespace,
    @DefaultValue("skald") String taskQueue,
    @DefaultValue("http://127.0.0.1:8233") String uiUrl,
    @DefaultValue("16") int callsAtOnce,
    @Nullable Class<? extends PayloadCodec> payloadCodec) {

  public TemporalProperties {
    require(target.matches("\\S+:\\d{1,5}"), "target", target, "host:port");
    require(!namespace.isBlank(), "namespace", namespace, "a name");
    require(!taskQueue.isBlank(), "task-queue", taskQueue, "a name");
    require(callsAtOnce > 0, "calls-at-once", Integer.toString(callsAtOnce), "1 or more");
    require(uiUrl.isEmpty() || uiUrl.matches("https?://\\S+"), "ui-url", uiUrl, "an http address");
  }

  private static void require(boolean holds, String key, String value, String right) {
    if (!holds) {
      throw new IllegalArgumentException(
          "skald.temporal.%s is '%s', but must be %s".formatted(key, value, right));
    }
  }
}
