package dev.skald.eventstore;

import java.util.UUID;

/** An event to be: its data is a record of a registered type. */
public record NewEvent(UUID eventId, Record data) {

  public static NewEvent of(Record data) {
    return new NewEvent(UUID.randomUUID(), data);
  }
}
