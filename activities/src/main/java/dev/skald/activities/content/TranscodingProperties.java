package dev.skald.activities.content;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long transcoding takes.
 *
 * @param segments that a source is cut into; each is transcoded to each profile
 * @param segmentTime how long one segment takes
 */
@ConfigurationProperties("skald.transcoding")
public record TranscodingProperties(
    @DefaultValue("10") int segments, @DefaultValue("100ms") Duration segmentTime) {

  private static final int MAX_SEGMENTS = 10_000;

  public TranscodingProperties {
    if (segments < 1 || segments > MAX_SEGMENTS) {
      throw new IllegalArgumentException(
          "skald.transcoding.segments is %d, but must be from 1 to %d"
              .formatted(segments, MAX_SEGMENTS));
    }
    if (segmentTime.isNegative()) {
      throw new IllegalArgumentException(
          "skald.transcoding.segment-time is %s, but no time is negative".formatted(segmentTime));
    }
  }
}
