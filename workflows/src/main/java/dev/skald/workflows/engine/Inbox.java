package dev.skald.workflows.engine;

import java.util.HashMap;
import java.util.Map;

/** How often a saga was told of events from outside. What they bring stands in the log. */
final class Inbox {

  private final Map<String, Integer> received = new HashMap<>();

  void receive(String eventType) {
    received.merge(eventType, 1, Integer::sum);
  }

  boolean has(String eventType) {
    return times(eventType) > 0;
  }

  int times(String eventType) {
    return received.getOrDefault(eventType, 0);
  }
}
