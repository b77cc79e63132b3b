package dev.skald.api;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What this API offers of what an API can offer.
 *
 * @param commands whether it takes what changes things
 * @param queries whether it shows things
 */
@ConfigurationProperties("skald.api")
record ApiProperties(
    @DefaultValue("true") boolean commands, @DefaultValue("true") boolean queries) {

  ApiProperties {
    if (!commands && !queries) {
      throw new IllegalArgumentException(
          "skald.api.commands and skald.api.queries are both 'false', but an API must offer one");
    }
  }
}
