package dev.skald.domain.content;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** Where content comes from: an absolute web address. */
public record SourceUrl(String value) {

  private static final int MAX = 2_000;
  private static final Set<String> SCHEMES = Set.of("http", "https");

  public SourceUrl {
    if (value.length() > MAX || !isWebAddress(value)) {
      throw new IllegalArgumentException(
          "'%s' must be a web address such as https://example.com/film.mp4"
              .formatted(value.length() > MAX ? value.substring(0, MAX) + "..." : value));
    }
  }

  private static boolean isWebAddress(String value) {
    try {
      URI uri = new URI(value);
      return uri.getScheme() != null
          && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))
          && uri.getHost() != null;
    } catch (URISyntaxException _) {
      return false;
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
