package dev.skald.standalone;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The servers beside the application: {@code skald.stack.*}.
 *
 * @param data the folder of all data and logs
 * @param fresh whether to forget what is in it
 * @param temporal auto, server, dev, in-memory, or host:port of one that runs elsewhere
 * @param postgresPort of Postgres; 0 is any that is free
 * @param kafkaPort of Kafka; 0 is any that is free
 * @param temporalPort of Temporal; 0 is any that is free
 * @param temporalUiPort of its Web UI; 0 is any that is free
 */
@ConfigurationProperties("skald.stack")
record StackProperties(
    @DefaultValue(".skald") Path data,
    @DefaultValue("false") boolean fresh,
    @DefaultValue("auto") String temporal,
    @DefaultValue("5433") int postgresPort,
    @DefaultValue("9092") int kafkaPort,
    @DefaultValue("7233") int temporalPort,
    @DefaultValue("8233") int temporalUiPort) {

  StackProperties {
    TemporalMode.of(temporal);
    requirePort("skald.stack.postgres-port", postgresPort);
    requirePort("skald.stack.kafka-port", kafkaPort);
    requirePort("skald.stack.temporal-port", temporalPort);
    requirePort("skald.stack.temporal-ui-port", temporalUiPort);
  }

  TemporalMode temporalMode() {
    return TemporalMode.of(temporal);
  }

  static void requirePort(String key, int port) {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException(
          "%s is '%d', but must be a port from 1 to 65535, or 0 for any that is free"
              .formatted(key, port));
    }
  }
}
