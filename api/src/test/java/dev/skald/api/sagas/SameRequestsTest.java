package dev.skald.api.sagas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.Money;
import dev.skald.domain.accounts.AccountId;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.workflows.accounttransfer.AccountTransfer;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class SameRequestsTest {

  private static final JsonMapper JSON = EventTypeRegistry.jsonMapper();

  private final SameRequests requests = new SameRequests(JSON);

  private static final AccountTransfer NOW =
      new AccountTransfer(
          null, new AccountId("alice"), new AccountId("bob"), Money.of("25.00", "EUR"), null);

  @Test
  void what_was_taken_before_is_the_same_in_other_words() {
    assertThat(isSame("{'sourceAccountId':'alice','targetAccountId':'bob',%s}", "25")).isTrue();
    assertThat(
            isSame(
                "{%s,'reference':null,'targetAccountId':'bob','sourceAccountId':'alice'}", "25.0"))
        .isTrue();
  }

  @Test
  void what_was_taken_before_is_another_request_where_it_says_something_else() {
    assertThat(isSame("{'sourceAccountId':'alice','targetAccountId':'bob',%s}", "25.01")).isFalse();
    assertThat(isSame("{'sourceAccountId':'alice','targetAccountId':'carol',%s}", "25")).isFalse();
  }

  @Test
  void what_would_be_refused_today_is_another_request() {
    assertThat(isSame("{'sourceAccountId':'alice','targetAccountId':'alice',%s}", "25")).isFalse();
  }

  @Test
  void where_nothing_was_kept_nothing_is_the_same() {
    assertThat(requests.isSame(null, new Loan(BigDecimal.ONE))).isFalse();
  }

  record Loan(BigDecimal rate) {}

  @Test
  void a_number_is_the_same_however_many_zeros_end_it() {
    assertThat(requests.isSame(Map.of("rate", 1.5), new Loan(new BigDecimal("1.50")))).isTrue();
    assertThat(requests.isSame(Map.of("rate", 2), new Loan(new BigDecimal("2.00")))).isTrue();
    assertThat(requests.isSame(Map.of("rate", 1.5), new Loan(new BigDecimal("1.51")))).isFalse();
  }

  private boolean isSame(String before, String amount) {
    String json =
        before
            .formatted("'amount':{'currency':'EUR','amount':'%s'}".formatted(amount))
            .replace('\'', '"');
    return requests.isSame(JSON.readValue(json, new TypeReference<Map<String, Object>>() {}), NOW);
  }
}
