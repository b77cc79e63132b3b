package dev.skald.activities;

import dev.skald.activities.Outcome.Facts;
import java.util.List;

/**
 * How other contexts tell people something for certain: as a fact beside their own, in one append.
 */
public interface Notices {

  Facts of(String notificationId, Notice notice);

  /** What is told to whom, and about what: by its id. */
  record Notice(List<String> recipients, String subject, String text, String reference) {
    public Notice {
      recipients = List.copyOf(recipients);
    }
  }
}
