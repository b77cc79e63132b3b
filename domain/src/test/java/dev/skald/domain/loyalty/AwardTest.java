package dev.skald.domain.loyalty;

import static dev.skald.domain.Decisions.accepted;
import static dev.skald.domain.Decisions.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.CustomerId;
import dev.skald.domain.Money;
import dev.skald.domain.loyalty.PointsEvent.PointsAwarded;
import dev.skald.domain.loyalty.PointsEvent.PointsRevoked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwardTest {

  private static final CustomerId CUSTOMER = new CustomerId("c-1");
  private static final Award STANDING = Award.evolve(Award.NONE, new PointsAwarded(CUSTOMER, 25));

  @ParameterizedTest
  @CsvSource({"25.99,EUR,25", "0.99,EUR,0", "2000,JPY,2000", "9999999999999.999,BHD,9999999999999"})
  void each_whole_unit_is_a_point(String amount, String currency, long points) {
    assertThat(accepted(Award.award(Award.NONE, CUSTOMER, Money.of(amount, currency))))
        .containsExactly(new PointsAwarded(CUSTOMER, points));
  }

  @Test
  void a_purchase_gets_points_once_and_loses_what_it_got() {
    PointsRevoked revoked = new PointsRevoked(CUSTOMER, 25);

    assertThat(refusal(Award.award(STANDING, CUSTOMER, Money.of("1", "EUR"))))
        .isEqualTo("points-exist");
    assertThat(accepted(Award.revoke(STANDING))).containsExactly(revoked);
    assertThat(accepted(Award.revoke(Award.evolve(STANDING, revoked)))).isEmpty();
    assertThat(refusal(Award.revoke(Award.NONE))).isEqualTo("points-unknown");
    assertThat(refusal(Award.award(Award.NONE, CUSTOMER, Money.of("-1", "EUR"))))
        .isEqualTo("invalid-amount");
  }
}
