package dev.skald.workflows.engine;

import java.util.HashSet;
import java.util.Set;

/** Which events have come from outside. What they bring stands in the log. */
final class Inbox {

  private final Set<String> received = new HashSet<>();

  void receive(String eventType) {
    received.add(eventType);
  }

  boolean has(String eventType) {
    return received.contains(eventType);
  }
}
