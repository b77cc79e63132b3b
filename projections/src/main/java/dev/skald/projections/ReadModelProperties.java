package dev.skald.projections;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A database of their own for the read models; without a URL they live in the application's.
 *
 * @param url the JDBC URL of the database for read models; empty for the application's own
 * @param username who reads and writes there
 * @param password of `username`
 * @param maxPoolSize connections to it at most
 */
@ConfigurationProperties("skald.read-models")
public record ReadModelProperties(
    @DefaultValue("") String url,
    @DefaultValue("") String username,
    @DefaultValue("") String password,
    @DefaultValue("10") int maxPoolSize) {

  public ReadModelProperties {
    if (!url.isEmpty() && !url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "skald.read-models.url '%s' must begin with jdbc:postgresql:, or be empty for the application's own database"
              .formatted(url));
    }
    if (maxPoolSize < 4) {
      throw new IllegalArgumentException(
          "skald.read-models.max-pool-size %d must be at least 4".formatted(maxPoolSize));
    }
  }

  @Override
  public String toString() {
    return "ReadModelProperties[url=%s, username=%s]".formatted(url, username);
  }

  boolean hasOwnDatabase() {
    return !url.isEmpty();
  }
}
