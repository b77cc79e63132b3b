package dev.skald.bench;

import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.EventTypeRegistry.EventType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.SplittableRandom;
import java.util.UUID;

/** Events that are made beforehand, so that making them costs nobody anything. */
final class Payloads {

  static final String TYPE = "PaymentTaken";
  private static final int COUNT = 4096;
  private static final int MAX_NOTE = 200;

  private final EventTypeRegistry types =
      new EventTypeRegistry(List.of(new EventType(TYPE, 1, PaymentTaken.class)));
  private final List<PaymentTaken> events = new ArrayList<>(COUNT);
  private final List<String> json = new ArrayList<>(COUNT);

  private final SplittableRandom random;

  Payloads(long seed) {
    random = new SplittableRandom(seed);
    for (int i = 0; i < COUNT; i++) {
      PaymentTaken event = random(random);
      events.add(event);
      json.add(types.encode(event));
    }
  }

  /** One for whoever asks, no two of them alike, the same ones for the same seed. */
  synchronized SplittableRandom random() {
    return random.split();
  }

  EventTypeRegistry types() {
    return types;
  }

  PaymentTaken event(SplittableRandom any) {
    return events.get(any.nextInt(COUNT));
  }

  String json(SplittableRandom any) {
    return json.get(any.nextInt(COUNT));
  }

  /** One of average length. */
  String average() {
    long average = Math.round(bytes().getAverage());
    return json.stream()
        .min(Comparator.comparingLong(text -> Math.abs(text.length() - average)))
        .orElseThrow();
  }

  String describe() {
    LongSummaryStatistics bytes = bytes();
    return "%,d different payments as JSON, %d to %d bytes, evenly spread, %.0f on average"
        .formatted(COUNT, bytes.getMin(), bytes.getMax(), bytes.getAverage());
  }

  private LongSummaryStatistics bytes() {
    return json.stream()
        .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
        .summaryStatistics();
  }

  private static PaymentTaken random(SplittableRandom random) {
    return new PaymentTaken(
        new UUID(random.nextLong(), random.nextLong()),
        "customer-" + random.nextInt(1_000_000),
        BigDecimal.valueOf(random.nextLong(1, 1_000_000), 2),
        "EUR",
        Long.toHexString(random.nextLong()),
        Instant.ofEpochMilli(1_700_000_000_000L + random.nextLong(100_000_000_000L)),
        letters(random, random.nextInt(MAX_NOTE + 1)));
  }

  private static String letters(SplittableRandom random, int count) {
    StringBuilder text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }
}
