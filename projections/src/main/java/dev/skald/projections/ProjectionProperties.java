package dev.skald.projections;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether and as whom this program folds events.
 *
 * @param enabled whether this program folds events; reading works without. The API alone does not
 *     where nothing is said
 * @param groupPrefix tells apart the consumer groups of installations that share a broker
 */
@ConfigurationProperties("skald.projections")
public record ProjectionProperties(
    @DefaultValue("true") boolean enabled, @DefaultValue("skald") String groupPrefix) {

  public ProjectionProperties {
    if (!groupPrefix.matches("[A-Za-z0-9._-]{1,100}")) {
      throw new IllegalArgumentException(
          "skald.projections.group-prefix is '%s', but must be 1 to 100 letters, digits, '.', '_' or '-'"
              .formatted(groupPrefix));
    }
  }
}
