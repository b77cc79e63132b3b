package dev.skald.domain.accounts;

import static dev.skald.domain.Decisions.accepted;
import static dev.skald.domain.Decisions.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.Decision;
import dev.skald.domain.Money;
import dev.skald.domain.accounts.TransferEvent.TransferBegun;
import dev.skald.domain.accounts.TransferEvent.TransferRecorded;
import org.junit.jupiter.api.Test;

class TransferTest {

  private static final AccountId ALICE = new AccountId("alice");
  private static final Money AMOUNT = Money.of("25.00", "EUR");
  private static final TransferBegun BEGUN = new TransferBegun(ALICE, AMOUNT, "saga-1");
  private static final TransferRecorded RECORDED =
      new TransferRecorded(ALICE, new AccountId("bob"), AMOUNT, "rent");

  @Test
  void an_id_goes_to_the_saga_that_comes_first() {
    assertThat(accepted(begin(Transfer.NONE, "saga-1"))).containsExactly(BEGUN);
    assertThat(accepted(begin(after(BEGUN), "saga-1"))).isEmpty();
    assertThat(refusal(begin(after(BEGUN), "saga-2"))).isEqualTo("transfer-exists");
  }

  @Test
  void an_id_of_a_transfer_that_took_place_is_used_also_if_nobody_had_claimed_it() {
    assertThat(refusal(begin(after(RECORDED), "saga-1"))).isEqualTo("transfer-exists");
    assertThat(refusal(begin(after(BEGUN, RECORDED), "saga-1"))).isEqualTo("transfer-exists");
    assertThat(refusal(begin(after(RECORDED, RECORDED), "saga-2"))).isEqualTo("transfer-exists");
  }

  @Test
  void a_refusal_says_who_has_the_id_and_that_it_stays_used() {
    assertThat(begin(after(BEGUN), "saga-2"))
        .isInstanceOfSatisfying(
            Decision.Refused.class,
            no ->
                assertThat(no.refusal().message())
                    .contains("'saga-1'")
                    .contains("also if that was undone"));
  }

  private static Decision<TransferEvent> begin(Transfer transfer, String saga) {
    return Transfer.begin(transfer, ALICE, AMOUNT, saga);
  }

  private static Transfer after(TransferEvent... events) {
    Transfer transfer = Transfer.NONE;
    for (TransferEvent event : events) {
      transfer = Transfer.evolve(transfer, event);
    }
    return transfer;
  }
}
