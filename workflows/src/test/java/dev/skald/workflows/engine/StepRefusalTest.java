package dev.skald.workflows.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.Refusal;
import io.temporal.api.failure.v1.Failure;
import io.temporal.common.converter.DefaultDataConverter;
import org.junit.jupiter.api.Test;

class StepRefusalTest {

  @Test
  void a_history_has_what_was_refused_and_why_and_not_where_in_our_code() {
    Refusal refusal = new Refusal("account-frozen", "account 'a-7' is frozen");

    Failure told =
        DefaultDataConverter.STANDARD_INSTANCE.exceptionToFailure(
            StepRefusal.failure("s-1/credit/1", refusal, 1));

    assertThat(told.getMessage()).isEqualTo("account 'a-7' is frozen");
    assertThat(told.getApplicationFailureInfo().getType()).isEqualTo("account-frozen");
    assertThat(told.getStackTrace()).isEmpty();
  }
}
