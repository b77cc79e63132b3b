package dev.skald.bench.peers;

import io.temporal.activity.ActivityInterface;
import io.temporal.failure.ApplicationFailure;

/** The steps of a transfer, as activities. */
@ActivityInterface
public interface PlainSteps {

  void debit(String id);

  void creditBack(String id);

  void credit(String id, boolean refused);

  void record(String id);

  /** Done by inserts. */
  record Inserting(Effects effects) implements PlainSteps {

    @Override
    public void debit(String id) {
      effects.insert(id, "debit");
    }

    @Override
    public void creditBack(String id) {
      effects.insert(id, "credit-back");
    }

    @Override
    public void credit(String id, boolean refused) {
      if (refused) {
        throw ApplicationFailure.newNonRetryableFailure("the account is frozen", "account-frozen");
      }
      effects.insert(id, "credit");
    }

    @Override
    public void record(String id) {
      effects.insert(id, "record");
    }
  }
}
