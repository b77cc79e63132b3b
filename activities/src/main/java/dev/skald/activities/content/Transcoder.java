package dev.skald.activities.content;

import dev.skald.activities.RehearsalProperties;
import dev.skald.activities.StepProgress;
import dev.skald.activities.StepProgress.Report;
import dev.skald.activities.StepTry;
import dev.skald.domain.content.Content;
import dev.skald.domain.content.Rendition;
import dev.skald.workflows.engine.StepCall;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Works through a source, segment by segment for each profile. Each segment done is reported, and a
 * later try goes on behind the last report that was heard of.
 */
final class Transcoder {

  /** So often it looks whether it is wanted any more, however long a segment takes. */
  private static final Duration LOOK_UP = Duration.ofMillis(100);

  private final StepProgress progress;
  private final TranscodingProperties properties;
  private final RehearsalProperties rehearsal;

  Transcoder(
      StepProgress progress, TranscodingProperties properties, RehearsalProperties rehearsal) {
    this.progress = progress;
    this.properties = properties;
    this.rehearsal = rehearsal;
  }

  /** Nothing if the source turns out to be corrupt. */
  Optional<List<Rendition>> transcode(StepCall call, Content.Existing content) {
    if (StepTry.isQuick()) {
      throw new TranscodingCutShort("it takes too long for a quick try");
    }
    Report<Transcoding> report = progress.of(call, Transcoding.class);
    Transcoding state = report.resumed().orElseGet(() -> Transcoding.begin(properties.segments()));
    SourceMedia source = new SourceMedia(content.source(), state.segments());
    int total = state.total(content.profiles());
    while (state.done() < total) {
      if (isCorrupt(content, state)) {
        return Optional.empty();
      }
      workOn(report, state, total);
      state = state.next(source, content.profiles());
      report.tell(state.done(), total, state);
    }
    return Optional.of(state.finished());
  }

  /** Takes the time that a real transcoder would; the hashing alone is done in no time. */
  private void workOn(Report<Transcoding> report, Transcoding state, int total) {
    long end = System.nanoTime() + properties.segmentTime().toNanos();
    rest(end);
    while (end - System.nanoTime() > 0) {
      report.tell(state.done(), total, state);
      rest(end);
    }
  }

  private static void rest(long end) {
    LockSupport.parkNanos(Math.min(end - System.nanoTime(), LOOK_UP.toNanos()));
    if (Thread.interrupted()) {
      Thread.currentThread().interrupt();
      throw new TranscodingCutShort("the program ends; it goes on elsewhere");
    }
  }

  /** Titles that say so are corrupt half way through, where rehearsals are allowed. */
  private boolean isCorrupt(Content.Existing content, Transcoding state) {
    return rehearsal.enabled()
        && content.title().value().toLowerCase(Locale.ROOT).startsWith("corrupt-")
        && state.done() >= Math.max(1, state.segments() / 2);
  }
}
