package dev.skald.activities.content;

import dev.skald.domain.content.Profile;
import dev.skald.domain.content.Rendition;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a transcoding has come, and all that is needed to go on with it elsewhere.
 *
 * @param segments per profile, as at the beginning, whatever the configuration says by now
 * @param done segments, over all profiles
 * @param checksum of what there is of the rendition under way
 */
record Transcoding(int segments, int done, String checksum, List<Rendition> finished) {

  private static final int BITS = 8;

  Transcoding {
    finished = List.copyOf(finished);
  }

  static Transcoding begin(int segments) {
    return new Transcoding(segments, 0, Checksum.START.value(), List.of());
  }

  int total(List<Profile> profiles) {
    return profiles.size() * segments;
  }

  /** With one more segment. */
  Transcoding next(SourceMedia source, List<Profile> profiles) {
    Profile profile = profiles.get(done / segments);
    int segment = done % segments;
    Checksum after = new Checksum(checksum).with(profile.value()).with(source.segment(segment));
    if (segment < segments - 1) {
      return new Transcoding(segments, done + 1, after.value(), finished);
    }
    List<Rendition> more = new ArrayList<>(finished);
    more.add(rendition(profile, source, after));
    return new Transcoding(segments, done + 1, Checksum.START.value(), more);
  }

  private Rendition rendition(Profile profile, SourceMedia source, Checksum whole) {
    return new Rendition(
        profile.value(),
        profile.width(),
        profile.height(),
        profile.kilobitsPerSecond(),
        segments,
        source.duration().toSeconds() * profile.kilobitsPerSecond() * 1_000 / BITS,
        whole.value());
  }
}
