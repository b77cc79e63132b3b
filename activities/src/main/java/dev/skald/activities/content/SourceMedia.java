package dev.skald.activities.content;

import dev.skald.domain.content.MediaMetadata;
import dev.skald.domain.content.SourceUrl;
import dev.skald.domain.content.Thumbnail;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What stands in for the bytes behind an address. Nothing is ever fetched: the bytes are drawn from
 * the address itself, so that the same source always has the same, and whatever is made of them can
 * be checked.
 *
 * @param segments how many pieces it is cut into
 */
record SourceMedia(SourceUrl url, int segments) {

  static final int SEGMENT_BYTES = 64 * 1024;

  private static final Pattern EXTENSION =
      Pattern.compile("^[^?#]*\\.([A-Za-z0-9]{2,5})(?:[?#]|$)");
  private static final int SHORTEST_SECONDS = 60;
  private static final int LONGEST_SECONDS = 2 * 60 * 60;
  private static final int THUMBNAIL_WIDTH = 320;
  private static final int THUMBNAIL_HEIGHT = 180;

  /** The bytes of one piece. */
  byte[] segment(int index) {
    byte[] bytes = new byte[SEGMENT_BYTES];
    random("segment " + index).nextBytes(bytes);
    return bytes;
  }

  /** As far as the address tells. */
  static String container(SourceUrl url) {
    String path = url.value().replaceFirst("^[A-Za-z]+://[^/?#]*", "");
    Matcher extension = EXTENSION.matcher(path);
    return extension.find() ? extension.group(1).toLowerCase(Locale.ROOT) : "unknown";
  }

  Duration duration() {
    return Duration.ofSeconds(random("duration").nextInt(SHORTEST_SECONDS, LONGEST_SECONDS));
  }

  MediaMetadata metadata() {
    boolean large = random("size").nextBoolean();
    Checksum checksum = Checksum.START;
    for (int i = 0; i < segments; i++) {
      checksum = checksum.with(segment(i));
    }
    return new MediaMetadata(
        container(url),
        duration(),
        large ? 3_840 : 1_920,
        large ? 2_160 : 1_080,
        (long) segments * SEGMENT_BYTES,
        checksum.value());
  }

  /** Stills from near the beginning, the middle and the end. */
  List<Thumbnail> thumbnails() {
    return Stream.of(10, 50, 90).map(this::thumbnail).toList();
  }

  private Thumbnail thumbnail(int percent) {
    return new Thumbnail(
        Duration.ofSeconds(duration().toSeconds() * percent / 100),
        THUMBNAIL_WIDTH,
        THUMBNAIL_HEIGHT,
        Checksum.START.with("still").with(segment(segments * percent / 100)).value());
  }

  private SplittableRandom random(String purpose) {
    byte[] seed = Checksum.START.with(url.value()).with(purpose).bytes();
    return new SplittableRandom(ByteBuffer.wrap(seed).getLong());
  }
}
