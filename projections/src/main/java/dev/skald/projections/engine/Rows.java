package dev.skald.projections.engine;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/** Takes what a projection writes. */
public interface Rows {

  /** Writes rows, sooner or later: in the order of the calls within a stream, by batches. */
  void write(String sql, SqlParameterSource parameters);

  /**
   * Adds to a row that streams share: behind all else of the batch and in the order of keys, so
   * that two members who add to the same rows do not wait for each other in a circle.
   *
   * @param key of that row
   */
  default void add(String key, String sql, SqlParameterSource parameters) {
    write(sql, parameters);
  }

  /** A time as the driver takes it. */
  static @Nullable OffsetDateTime time(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
