package dev.skald.api;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What this API offers of what an API can offer.
 *
 * @param commands whether it takes what changes things; read models are operated without
 * @param queries whether it shows things
 * @param liveStreams how many live streams may be open at once
 */
@ConfigurationProperties("skald.api")
public record ApiProperties(
    @DefaultValue("true") boolean commands,
    @DefaultValue("true") boolean queries,
    @DefaultValue("1000") int liveStreams) {

  public ApiProperties {
    if (liveStreams < 1) {
      throw new IllegalArgumentException(
          "skald.api.live-streams is '%d', but must be at least 1".formatted(liveStreams));
    }
    if (!commands && !queries) {
      throw new IllegalArgumentException(
          "skald.api.commands and skald.api.queries are both 'false', but an API must offer one");
    }
  }
}
