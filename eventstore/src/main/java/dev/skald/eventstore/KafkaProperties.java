package dev.skald.eventstore;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The settings {@code skald.kafka.*}. */
@ConfigurationProperties("skald.kafka")
record KafkaProperties(@DefaultValue("127.0.0.1:9092") String bootstrapServers) {}
