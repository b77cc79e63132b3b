package dev.skald.domain.content;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A quality that content is transcoded to. Events name them for ever, so none is ever dropped. */
public record Profile(String value) {

  private record Quality(int width, int height, int kilobitsPerSecond) {}

  private static final Map<String, Quality> KNOWN = known();

  public Profile {
    if (!KNOWN.containsKey(value)) {
      throw new IllegalArgumentException(
          "'%s' is not a profile; there are %s".formatted(value, KNOWN.keySet()));
    }
  }

  public static List<Profile> all() {
    return KNOWN.keySet().stream().map(Profile::new).toList();
  }

  public int width() {
    return quality().width();
  }

  public int height() {
    return quality().height();
  }

  public int kilobitsPerSecond() {
    return quality().kilobitsPerSecond();
  }

  private Quality quality() {
    Quality quality = KNOWN.get(value);
    if (quality == null) {
      throw new IllegalStateException("profile '%s' was checked when it was made".formatted(value));
    }
    return quality;
  }

  @Override
  public String toString() {
    return value;
  }

  /** The smallest first. */
  private static Map<String, Quality> known() {
    Map<String, Quality> known = new LinkedHashMap<>();
    known.put("240p", new Quality(426, 240, 400));
    known.put("360p", new Quality(640, 360, 800));
    known.put("480p", new Quality(854, 480, 1_400));
    known.put("720p", new Quality(1_280, 720, 2_800));
    known.put("1080p", new Quality(1_920, 1_080, 5_000));
    known.put("1440p", new Quality(2_560, 1_440, 9_000));
    known.put("2160p", new Quality(3_840, 2_160, 18_000));
    return Collections.unmodifiableMap(known);
  }
}
