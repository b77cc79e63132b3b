package dev.skald.domain;

/** The name under which a kind of event is stored for ever, and the record that it is read as. */
public record EventType(String name, int version, Class<? extends Record> data) {

  public static EventType of(String name, int version, Class<? extends Record> data) {
    return new EventType(name, version, data);
  }
}
