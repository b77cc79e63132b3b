package dev.skald.eventstore;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Appends that are committed together. A command id occurs once in it. */
final class Group {

  private static final int MAX_EVENTS = 5_000;
  private static final long MAX_BYTES = 8 << 20;

  private final int maxAppends;
  private final List<PendingAppend> members = new ArrayList<>();
  private final Set<CommandId> ids = new HashSet<>();
  private int events;
  private long bytes;

  Group(int maxAppends) {
    this.maxAppends = maxAppends;
  }

  boolean isFull() {
    return members.size() >= maxAppends || events >= MAX_EVENTS || bytes >= MAX_BYTES;
  }

  /** Takes it in, unless one of its ids is in already: that one has to be seen first. */
  boolean add(PendingAppend pending) {
    EncodedAppend append = pending.append;
    if (ids.contains(append.commandId())
        || append.closes().stream().anyMatch(close -> ids.contains(close.commandId()))) {
      return false;
    }
    ids.add(append.commandId());
    append.closes().forEach(close -> ids.add(close.commandId()));
    events += append.events();
    bytes += append.bytes();
    members.add(pending);
    return true;
  }

  List<PendingAppend> members() {
    return members;
  }
}
