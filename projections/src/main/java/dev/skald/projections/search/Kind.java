package dev.skald.projections.search;

import java.util.Locale;

/** What can be searched for. */
public enum Kind {
  ORDERS,
  CONTENT,
  SAGAS;

  /** As callers and the database write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Kind of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
