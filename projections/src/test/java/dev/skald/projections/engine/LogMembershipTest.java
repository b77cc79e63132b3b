package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.skald.domain.accounts.AccountEvent.AccountFrozen;
import dev.skald.eventstore.EventIdentity;
import dev.skald.eventstore.LogAdministration;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogMembershipTest {

  private static final StreamId STREAM = StreamId.of("account", "a");
  private final World world = new World();
  private final LogMembership log = LogMembership.reading(world.log);
  private final List<Collection<Long>> asked = new ArrayList<>();
  private final RememberedEvents remembering =
      new RememberedEvents(
          claimed -> {
            asked.add(claimed.stream().map(EventIdentity::position).toList());
            return log.logged(claimed);
          },
          2);

  @AfterEach
  void close() {
    world.close();
  }

  private RecordedEvent frozen(String reason) {
    world.append("account-a", new AccountFrozen(reason));
    return world.events().getLast();
  }

  private static boolean has(LogMembership membership, RecordedEvent claimed) {
    return has(membership, EventIdentity.of(claimed));
  }

  private static boolean has(LogMembership membership, EventIdentity claim) {
    return membership.logged(List.of(claim)).containsKey(claim);
  }

  /** Each differs from the event in one thing. */
  private static List<EventIdentity> copies(RecordedEvent event) {
    EventIdentity other =
        EventIdentity.of(
            new RecordedEvent(
                event.position(),
                StreamId.of("account", "b"),
                event.version() + 1,
                UUID.randomUUID(),
                "AccountClosed",
                event.schemaVersion() + 1,
                event.data().replace("suspicious", "harmless"),
                event.metadata(),
                event.recordedAt().plusNanos(1_000)));
    EventIdentity truth = EventIdentity.of(event);
    List<EventIdentity> copies = new ArrayList<>();
    for (int different = 0; different < 7; different++) {
      copies.add(
          new EventIdentity(
              event.position(),
              (different == 0 ? other : truth).streamId(),
              (different == 1 ? other : truth).version(),
              (different == 2 ? other : truth).eventId(),
              (different == 3 ? other : truth).type(),
              (different == 4 ? other : truth).schemaVersion(),
              (different == 5 ? other : truth).recordedAt(),
              (different == 6 ? other : truth).dataHash()));
    }
    copies.add(EventIdentity.of(event.withData(event.data() + " ")));
    copies.add(EventIdentity.of(event.withData(RecordedEvent.DELETED)));
    return copies;
  }

  @Test
  void an_event_is_in_the_log_if_it_says_what_was_written() {
    assertThat(has(log, frozen("suspicious"))).isTrue();
    assertThat(has(log, frozen("é ✓ 😀 \" \\ \0 ".repeat(2_000)))).isTrue();
  }

  @Test
  void a_copy_that_differs_in_anything_is_not_in_the_log() {
    RecordedEvent event = frozen("suspicious");
    List<EventIdentity> copies = copies(event);

    assertThat(copies).noneMatch(copy -> has(log, copy));
    assertThat(copies).noneMatch(copy -> has(remembering, copy));
    assertThat(has(remembering, event)).isTrue();
    assertThat(copies).noneMatch(copy -> has(remembering, copy));
  }

  @Test
  void of_one_position_the_true_event_is_told_from_the_false_one() {
    RecordedEvent event = frozen("suspicious");
    EventIdentity truth = EventIdentity.of(event);
    EventIdentity copy = EventIdentity.of(event.withData("{}"));

    assertThat(log.logged(List.of(copy, truth))).containsOnlyKeys(truth);
    assertThat(remembering.logged(List.of(truth, copy))).containsOnlyKeys(truth);
    assertThat(remembering.logged(List.of(truth, copy))).containsOnlyKeys(truth);
  }

  @Test
  void one_whose_data_was_deleted_is_in_the_log_with_it_and_without() {
    RecordedEvent event = frozen("private");
    RecordedEvent deleted = event.withData(RecordedEvent.DELETED);
    assertThat(has(remembering, event)).isTrue();
    assertThat(has(remembering, deleted)).isFalse();

    new LogAdministration(world.pool).tombstone(STREAM);

    for (LogMembership membership : List.of(log, remembering)) {
      assertThat(has(membership, event)).isTrue();
      assertThat(has(membership, deleted)).isTrue();
      assertThat(has(membership, event)).isTrue();
      assertThat(has(membership, event.withData("{\"reason\":\"other\"}"))).isFalse();
    }
  }

  @Test
  void an_event_is_asked_for_once() {
    EventIdentity first = EventIdentity.of(frozen("1"));
    EventIdentity second = EventIdentity.of(frozen("2"));

    assertThat(remembering.logged(List.of(first))).containsOnlyKeys(first);
    assertThat(remembering.logged(List.of(first, second))).containsOnlyKeys(first, second);
    assertThat(remembering.logged(List.of(second))).containsOnlyKeys(second);

    assertThat(asked).containsExactly(List.of(1L), List.of(2L));
  }

  @Test
  void an_event_that_was_just_read_is_not_asked_for() {
    RecordedEvent event = frozen("suspicious");
    EventIdentity truth = EventIdentity.of(event);

    remembering.remember(List.of(event));

    assertThat(remembering.logged(List.of(truth))).containsOnly(entry(truth, event.metadata()));
    assertThat(asked).isEmpty();
    assertThat(copies(event)).noneMatch(copy -> has(remembering, copy));
  }

  @Test
  void what_the_log_does_not_have_it_may_have_later() {
    List<RecordedEvent> held = new ArrayList<>();
    LogMembership log =
        new RememberedEvents(
            _ ->
                held.stream().collect(Collectors.toMap(EventIdentity::of, RecordedEvent::metadata)),
            2);
    RecordedEvent event = frozen("1");
    assertThat(has(log, event)).isFalse();

    held.add(event);

    assertThat(has(log, event)).isTrue();
  }

  @Test
  void what_was_not_asked_for_lately_is_forgotten() {
    List<EventIdentity> events =
        List.of(
            EventIdentity.of(frozen("1")),
            EventIdentity.of(frozen("2")),
            EventIdentity.of(frozen("3")));

    assertThat(events).allMatch(event -> has(remembering, event));

    assertThat(has(remembering, events.getFirst())).isTrue();
    assertThat(asked).last().isEqualTo(List.of(1L));
  }
}
