package dev.skald.eventstore;

import java.util.Optional;

/** Keeps one snapshot of a stream for each kind of state. */
public interface Snapshots {

  /** A state as text, at a version of its stream. */
  record Snapshot(long version, long position, String state) {}

  /** The newest one with this fingerprint, if there is one. */
  Optional<Snapshot> load(StreamId stream, String kind, String fingerprint);

  /** Replaces an older one, and one with another fingerprint. */
  void save(StreamId stream, String kind, String fingerprint, Snapshot snapshot);

  /** Nothing but time is lost by it. */
  void deleteAll();
}
