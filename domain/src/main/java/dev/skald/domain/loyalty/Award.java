package dev.skald.domain.loyalty;

import dev.skald.domain.CustomerId;
import dev.skald.domain.Decision;
import dev.skald.domain.Money;
import dev.skald.domain.loyalty.PointsEvent.PointsAwarded;
import dev.skald.domain.loyalty.PointsEvent.PointsRevoked;
import java.math.RoundingMode;

/**
 * The points for one purchase. Points cannot be spent, so revoking them takes back all that was
 * awarded, and leaves nobody with less than nothing.
 */
public sealed interface Award {

  Award NONE = new None();

  record None() implements Award {}

  record Standing(CustomerId customer, long points) implements Award {}

  record Revoked() implements Award {}

  static Award evolve(Award award, PointsEvent event) {
    return switch (event) {
      case PointsAwarded(CustomerId customer, long points) -> new Standing(customer, points);
      case PointsRevoked _ -> new Revoked();
    };
  }

  /** A point for each whole unit of the currency. */
  static long pointsFor(Money amount) {
    return amount.amount().setScale(0, RoundingMode.FLOOR).longValueExact();
  }

  static Decision<PointsEvent> award(Award award, CustomerId customer, Money amount) {
    if (amount.isNegative()) {
      return Decision.refuse("invalid-amount", "%s is less than zero".formatted(amount));
    }
    return switch (award) {
      case Standing _ ->
          Decision.refuse("points-exist", "points were awarded for this purchase before");
      case None _, Revoked _ -> Decision.accept(new PointsAwarded(customer, pointsFor(amount)));
    };
  }

  static Decision<PointsEvent> revoke(Award award) {
    return switch (award) {
      case None _ -> Decision.refuse("points-unknown", "no points were awarded for this purchase");
      case Standing(CustomerId customer, long points) ->
          Decision.accept(new PointsRevoked(customer, points));
      case Revoked _ -> Decision.unchanged();
    };
  }
}
