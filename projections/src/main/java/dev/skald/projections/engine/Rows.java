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

  /** A time as the driver takes it. */
  static @Nullable OffsetDateTime time(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
