package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.projections.accounts.AccountFilter;
import dev.skald.projections.accounts.AccountProjection;
import dev.skald.projections.accounts.AccountQueries;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

class RollingVersionTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int ACCOUNTS = 6;
  private static final Projection OLD = new AccountProjection();
  private static final Projection NEW = new Next();
  private final Histories history = new Histories(71);
  private World world;
  private ReadModels readModels;

  /** Its entries come out differently, so that a row of the old version would be seen in it. */
  private record Next() implements Projection {
    @Override
    public String name() {
      return OLD.name();
    }

    @Override
    public int version() {
      return OLD.version() + 1;
    }

    @Override
    public List<String> tables() {
      return OLD.tables();
    }

    @Override
    public List<Source<?>> sources() {
      return OLD.sources().stream().<Source<?>>map(Next::changed).toList();
    }

    private static Source<?> changed(Source<?> source) {
      return switch (source) {
        case Source.EachEvent<?> each -> marked(each);
        case Source.EachStream<?, ?> each -> each;
      };
    }

    private static <E> Source<E> marked(Source.EachEvent<E> each) {
      return Source.eachEvent(
          each.category(),
          each.type(),
          (fact, rows) ->
              each.writer()
                  .write(
                      fact,
                      (sql, parameters) ->
                          rows.write(
                              sql,
                              ((MapSqlParameterSource) parameters)
                                  .addValue("reference", "as version 2"))));
    }
  }

  @BeforeEach
  void open() {
    world = new World();
    readModels = new ReadModels(world.pool);
  }

  @AfterEach
  void close() {
    readModels.close();
    world.close();
  }

  @Test
  void members_of_two_versions_side_by_side_lose_nothing_and_readers_notice_nothing() {
    world.startRelay();
    Projections first = world.startMember(world.pool, List.of(OLD));
    Projections second = world.startMember(world.pool, List.of(OLD));
    history.append(world, 80, ACCOUNTS);
    awaitHead();
    AtomicBoolean going = new AtomicBoolean(true);
    var readers = CompletableFuture.supplyAsync(() -> fewestAccountsSeen(going));
    var load = CompletableFuture.runAsync(() -> append(going));

    Projections third = world.startMember(world.pool, List.of(NEW));
    first.close();
    Projections fourth = world.startMember(world.pool, List.of(NEW));
    await().atMost(SOON).until(() -> version() == NEW.version());
    await().atMost(SOON).until(() -> state(second) == RunnerStatus.State.STANDING_BY);
    second.close();
    await()
        .atMost(SOON)
        .until(
            () ->
                state(third) == RunnerStatus.State.RUNNING
                    && state(fourth) == RunnerStatus.State.RUNNING);
    going.set(false);
    load.join();
    awaitHead();

    assertThat(readers.join()).as("accounts in each answer").isEqualTo(ACCOUNTS);
    try (PlainFold plain = new PlainFold()) {
      assertThat(World.rows(world.pool, NEW)).isEqualTo(plain.rows(NEW, world.events()));
    }
  }

  private void append(AtomicBoolean going) {
    while (going.get()) {
      history.append(world, 1, ACCOUNTS);
    }
  }

  private int fewestAccountsSeen(AtomicBoolean going) {
    AccountQueries queries = new AccountQueries(world.jdbc);
    int fewest = Integer.MAX_VALUE;
    while (going.get()) {
      fewest = Math.min(fewest, queries.accounts(AccountFilter.ALL, 100, null).items().size());
    }
    return fewest;
  }

  private static RunnerStatus.State state(Projections member) {
    return member.status().getFirst().state();
  }

  private int version() {
    return new Generations(Database.of(world.pool)).active(OLD.name()).orElseThrow().version();
  }

  private void awaitHead() {
    assertThat(readModels.await(OLD.name(), world.log.head(), SOON)).isTrue();
  }
}
