package dev.skald.domain.loyalty;

import dev.skald.domain.CustomerId;
import dev.skald.domain.EventType;
import java.util.List;

/**
 * What happens to the points for one purchase: the stream {@code points-<reference>}. Each purchase
 * has a stream of its own, so that a customer who buys a lot at once never waits for himself; what
 * he has is the sum.
 */
public sealed interface PointsEvent {

  String CATEGORY = "points";

  List<EventType> TYPES =
      List.of(
          EventType.of("PointsAwarded", 1, PointsAwarded.class),
          EventType.of("PointsRevoked", 1, PointsRevoked.class));

  record PointsAwarded(CustomerId customer, long points) implements PointsEvent {}

  record PointsRevoked(CustomerId customer, long points) implements PointsEvent {}
}
