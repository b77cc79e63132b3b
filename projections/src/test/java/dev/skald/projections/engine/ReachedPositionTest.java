package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.eventstore.RelayPosition;
import dev.skald.projections.accounts.AccountProjection;
import dev.skald.projections.engine.Topics.End;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody folds here, so that each look meets just what a test has brought about. */
class ReachedPositionTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Projection ACCOUNTS = new AccountProjection();

  private final World world = new World();
  private final LosableTopic topic = LosableTopic.ofAccounts(world);
  private final Admin admin = LosableTopic.admin();
  private final Topics topics = new Topics(admin, world.prefix);
  private Lookout lookout;

  @BeforeEach
  void open() {
    world.startRelay();
    RelayPosition relay = new RelayPosition(world.pool, world.prefix);
    lookout =
        new Lookout(
            List.of(ACCOUNTS),
            Database.of(world.pool),
            new Projections.Log(
                world.log, World.TYPES, LogMembership.reading(world.log), relay, new RelayedHere()),
            topics,
            _ -> {},
            _ -> {});
    new Generations(Database.of(world.pool)).register(ACCOUNTS);
    new Histories(23).append(world, 20, 3);
    await().atMost(SOON).until(() -> relay.current() == world.log.head());
  }

  @AfterEach
  void close() {
    admin.close();
    world.close();
  }

  @Test
  void none_is_where_a_topic_that_nobody_has_read_of_is_gone() throws Exception {
    topic.lose();

    look();

    assertThat(position()).isZero();
  }

  @Test
  void none_is_where_a_topic_that_nobody_has_read_of_came_anew() throws Exception {
    topic.lose();
    topic.create();

    look();

    assertThat(position()).isZero();
  }

  @Test
  void none_is_where_a_topic_came_anew_and_was_read_on_as_if_it_were_the_old_one()
      throws Exception {
    Map<TopicPartition, End> ends = topics.ends(topics.of(ACCOUNTS));
    ends.forEach((partition, end) -> checkpoint(partition, end.topicId(), 0));
    look();

    topic.lose();
    topic.create();
    ends.forEach((partition, end) -> checkpoint(partition, end.topicId(), end.offset()));
    look();

    assertThat(position()).isZero();
  }

  @Test
  void it_is_the_last_one_where_all_of_a_topic_is_folded() {
    topics
        .ends(topics.of(ACCOUNTS))
        .forEach((partition, end) -> checkpoint(partition, end.topicId(), end.offset()));

    look();

    assertThat(position()).isEqualTo(world.log.head());
  }

  /** A first look may find something to be done, which the next one would take for done. */
  private void look() {
    for (int looks = 0; looks < 3; looks++) {
      boolean _ = lookout.look();
    }
  }

  private long position() {
    return new Generations(Database.of(world.pool))
        .active(ACCOUNTS.name())
        .orElseThrow()
        .position();
  }

  private void checkpoint(TopicPartition partition, String topicId, long offset) {
    world
        .jdbc
        .sql(
            """
            insert into readmodels.checkpoint
                   (projection, generation, topic, partition, topic_id, next_offset)
            values (:projection, 1, :topic, :partition, :topicId, :offset)
            on conflict (projection, generation, topic, partition)
            do update set next_offset = :offset
            """)
        .param("projection", ACCOUNTS.name())
        .param("topic", partition.topic())
        .param("partition", partition.partition())
        .param("topicId", topicId)
        .param("offset", offset)
        .update();
  }
}
