package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.eventstore.StreamId;
import dev.skald.projections.engine.LogMembership.Identity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LogMembershipTest {

  private final Map<Long, Identity> log = new HashMap<>();
  private final List<Collection<Long>> asked = new ArrayList<>();
  private final LogMembership membership =
      LogMembership.remembering(
          positions -> {
            asked.add(List.copyOf(positions));
            Map<Long, Identity> found = new HashMap<>(log);
            found.keySet().retainAll(positions);
            return found;
          },
          2);

  private Identity logged(long position) {
    Identity identity = new Identity(UUID.randomUUID(), StreamId.of("account", "a"), position);
    log.put(position, identity);
    return identity;
  }

  @Test
  void a_position_is_asked_for_once() {
    Identity first = logged(1);
    Identity second = logged(2);

    assertThat(membership.at(List.of(1L))).containsExactly(Map.entry(1L, first));
    assertThat(membership.at(List.of(1L, 2L))).containsOnlyKeys(1L, 2L).containsValue(second);
    assertThat(membership.at(List.of(2L))).containsOnlyKeys(2L);

    assertThat(asked).containsExactly(List.of(1L), List.of(2L));
  }

  @Test
  void what_the_log_does_not_have_it_may_have_later() {
    assertThat(membership.at(List.of(1L))).isEmpty();

    Identity late = logged(1);

    assertThat(membership.at(List.of(1L))).containsValue(late);
  }

  @Test
  void what_was_not_asked_for_lately_is_forgotten() {
    logged(1);
    logged(2);
    logged(3);

    membership.at(List.of(1L));
    membership.at(List.of(2L));
    membership.at(List.of(3L));

    assertThat(membership.at(List.of(1L))).containsOnlyKeys(1L);
    assertThat(asked).last().isEqualTo(List.of(1L));
  }
}
