package dev.skald.bench;

import java.util.SplittableRandom;

/**
 * Streams that appenders share out among themselves: each belongs to one of them at a time, so that
 * every expectation is right and nobody loses a race. Events are spread over them evenly.
 */
final class Streams {

  private final String[] ids;
  private final long[] versions;

  Streams(int count, int categories) {
    ids = new String[count];
    versions = new long[count];
    for (int i = 0; i < count; i++) {
      ids[i] = "payment%d-%06d".formatted(i % categories, i);
    }
  }

  /** One of the streams of the appender with this number. */
  int any(SplittableRandom random, int number, int of) {
    return number + of * random.nextInt((ids.length - number + of - 1) / of);
  }

  String id(int stream) {
    return ids[stream];
  }

  static String category(String id) {
    return id.substring(0, id.indexOf('-'));
  }

  /** How many events it has. */
  long version(int stream) {
    return versions[stream];
  }

  void grow(int stream, int by) {
    versions[stream] += by;
  }
}
