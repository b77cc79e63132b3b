package dev.skald.workflows.determinism;

import java.util.List;

/**
 * Something that workflow code must not do.
 *
 * @param place as in a stack trace, so that an IDE makes a link of it
 * @param path the methods that lead there, from where a run begins
 */
public record Finding(String place, String what, List<String> path) {

  @Override
  public String toString() {
    return "%s %s%n    by way of %s".formatted(place, what, String.join(" > ", path));
  }
}
