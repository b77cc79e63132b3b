package dev.skald.workflows.contentprocessing;

import dev.skald.domain.content.ContentId;
import dev.skald.domain.content.Profile;
import dev.skald.domain.content.SourceUrl;
import dev.skald.domain.content.Title;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be processed, and into which qualities. */
public record ContentProcessing(
    @Nullable ContentId contentId, Title title, SourceUrl sourceUrl, List<Profile> profiles) {

  public ContentProcessing {
    profiles = List.copyOf(profiles);
    if (profiles.isEmpty()) {
      throw new IllegalArgumentException(
          "profiles must name at least one of %s".formatted(Profile.all()));
    }
    if (new HashSet<>(profiles).size() < profiles.size()) {
      throw new IllegalArgumentException(
          "profiles %s name one twice; each is made once".formatted(profiles));
    }
  }
}
