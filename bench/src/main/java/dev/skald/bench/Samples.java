package dev.skald.bench;

import java.util.Arrays;

/** Durations in nanoseconds. Kept one by one: exact, and there is room for a few million. */
final class Samples {

  private long[] values = new long[1024];
  private int size;

  void add(long nanos) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = nanos;
  }

  void addAll(Samples other) {
    values = Arrays.copyOf(values, Math.max(values.length, size + other.size));
    System.arraycopy(other.values, 0, values, size, other.size);
    size += other.size;
  }

  int size() {
    return size;
  }

  /** The value in milliseconds that this share of all values does not exceed. */
  double millis(double share) {
    if (size == 0) {
      return Double.NaN;
    }
    long[] sorted = Arrays.copyOf(values, size);
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(share * size);
    return sorted[Math.max(0, rank - 1)] / 1e6;
  }
}
