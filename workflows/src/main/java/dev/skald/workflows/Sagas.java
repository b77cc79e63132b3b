package dev.skald.workflows;

import dev.skald.workflows.accounttransfer.AccountTransferSaga;
import dev.skald.workflows.engine.Saga;
import java.util.List;

/** Every saga that there is. Registration, REST, validation and docs follow from this list. */
public final class Sagas {

  public static final List<Saga<?>> ALL = List.of(new AccountTransferSaga());

  private Sagas() {}
}
