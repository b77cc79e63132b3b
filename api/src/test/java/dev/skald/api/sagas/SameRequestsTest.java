package dev.skald.api.sagas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.Money;
import dev.skald.domain.accounts.AccountId;
import dev.skald.eventstore.EventTypeRegistry;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class SameRequestsTest {

  private static final JsonMapper JSON = EventTypeRegistry.jsonMapper();

  private final SameRequests requests = new SameRequests(JSON);

  record Order(AccountId customer, List<Item> items, Money limit, @Nullable String note) {}

  record Item(String sku, int quantity) {
    Item {
      if (quantity < 1) {
        throw new IllegalArgumentException("quantity %d must be at least 1".formatted(quantity));
      }
    }
  }

  @Test
  void what_was_taken_before_is_the_same_in_other_words() {
    assertThat(isSame("{'customer':'c-1','items':[{'sku':'s','quantity':2}],%s}")).isTrue();
    assertThat(isSame("{%s,'items':[{'quantity':2,'sku':'s'}],'customer':'c-1','note':null}"))
        .isTrue();
  }

  @Test
  void what_was_taken_before_is_another_request_where_it_says_something_else() {
    assertThat(isSame("{'customer':'c-1','items':[{'sku':'s','quantity':3}],%s}")).isFalse();
  }

  @Test
  void what_would_be_refused_today_is_another_request() {
    assertThat(isSame("{'customer':'c-1','items':[{'sku':'s','quantity':0}],%s}")).isFalse();
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

  private boolean isSame(String before) {
    String json = before.formatted("'limit':{'currency':'EUR','amount':'9.0'}").replace('\'', '"');
    Order now =
        new Order(new AccountId("c-1"), List.of(new Item("s", 2)), Money.of("9", "EUR"), null);
    return requests.isSame(JSON.readValue(json, new TypeReference<Map<String, Object>>() {}), now);
  }
}
