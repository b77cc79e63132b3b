package dev.skald.projections.engine;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/** Keeps the bytes of records that are not in the log, for whoever wonders where they came from. */
final class SetAside {

  private static final int MAX_HEADERS = 20_000;

  /** Whoever counts in nanoseconds claims a time that Postgres does not know. */
  private static final long LATEST = Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();

  private final Database database;

  SetAside(Database database) {
    this.database = database;
  }

  /** Every projection that meets such a record would keep it; once is enough. */
  void keep(Collection<Incoming.Foreign> foreign) {
    if (foreign.isEmpty()) {
      return;
    }
    database
        .template()
        .batchUpdate(
            """
            insert into readmodels.set_aside
                   (topic, partition, record_offset, record_time, record_key, record_value, headers,
                    reason)
            values (:topic, :partition, :offset, :time, :key, :value, :headers, :reason)
            on conflict do nothing
            """,
            foreign.stream().map(SetAside::parameters).toArray(SqlParameterSource[]::new));
  }

  private static SqlParameterSource parameters(Incoming.Foreign foreign) {
    ConsumerRecord<byte[], byte[]> record = foreign.record();
    return new MapSqlParameterSource("topic", record.topic())
        .addValue("partition", record.partition())
        .addValue("offset", record.offset())
        .addValue("time", Rows.time(Instant.ofEpochMilli(Math.min(record.timestamp(), LATEST))))
        .addValue("key", record.key())
        .addValue("value", record.value())
        .addValue("headers", headers(record))
        .addValue("reason", Failures.storable(foreign.reason()));
  }

  private static String headers(ConsumerRecord<?, ?> record) {
    String text =
        Arrays.stream(record.headers().toArray())
            .map(SetAside::text)
            .collect(Collectors.joining("\n"));
    return text.substring(0, Math.min(text.length(), MAX_HEADERS));
  }

  private static String text(Header header) {
    byte @Nullable [] value = header.value();
    return Failures.storable(
        header.key() + ": " + (value == null ? "" : new String(value, StandardCharsets.UTF_8)));
  }
}
