package dev.skald.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.activities.SagaLog;
import dev.skald.domain.EventTypes;
import dev.skald.domain.Origin;
import dev.skald.domain.sagas.SagaEvent.SagaStalled;
import dev.skald.domain.sagas.SagaEvent.StepStarted;
import dev.skald.eventstore.EventStoreSchema;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.PostgresEventStore;
import dev.skald.projections.sagas.SagaView;
import dev.skald.projections.sagas.StepView;
import dev.skald.stack.testing.TestServers;
import dev.skald.workflows.SagaCatalog;
import dev.skald.workflows.accounttransfer.AccountTransferSaga;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class StallsTest {

  private static final Instant NOW = Instant.parse("2026-11-22T06:00:00Z");
  private static final Origin NOBODY = new Origin("nobody", "none", null, null, null, null);

  private static PostgresEventStore store;
  private static SagaLog log;
  private static JdbcClient jdbc;

  private final List<SagaView> listed = new ArrayList<>();

  @BeforeAll
  static void start() {
    DataSource database = TestServers.postgres().newDatabase().dataSource();
    EventStoreSchema.migrate(database);
    EventTypeRegistry types =
        new EventTypeRegistry(
            EventTypes.ALL.stream()
                .map(t -> new EventTypeRegistry.EventType(t.name(), t.version(), t.data()))
                .toList());
    store = new PostgresEventStore(database, types);
    log = new SagaLog(store, types);
    jdbc = JdbcClient.create(database);
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  @Test
  void one_that_cannot_be_looked_at_keeps_nobody_from_the_others() {
    Stream.of("a", "closed", "b").forEach(this::begun);
    jdbc.sql("select eventstore.close_stream('saga-closed')").query(Boolean.class).single();

    Stalls stalls =
        new Stalls(
            this::list,
            new SagaCatalog(List.of(new AccountTransferSaga())),
            log,
            new SimpleMeterRegistry());
    assertThatThrownBy(() -> stalls.look(NOW)).hasMessageContaining("saga-closed");

    assertThat(isSaidToBeStalled("a")).isTrue();
    assertThat(isSaidToBeStalled("b")).isTrue();
  }

  private List<SagaView> list(long after, int limit) {
    return listed.stream().filter(saga -> saga.startedPosition() > after).limit(limit).toList();
  }

  private void begun(String sagaId) {
    log.record(sagaId, sagaId + "/x", NOBODY, new StepStarted("debit-source", 1, 1, Map.of()));
    Instant since = NOW.minusSeconds(3600);
    StepView step =
        new StepView(
            "debit-source",
            StepView.Status.RUNNING,
            1,
            1,
            since,
            null,
            null,
            null,
            null,
            null,
            true,
            new StepView.Undo(StepView.UndoStatus.NONE, 0, null, null, null));
    listed.add(
        new SagaView(
            sagaId,
            "account-transfer",
            SagaView.Status.RUNNING,
            sagaId,
            null,
            null,
            since,
            null,
            since,
            null,
            null,
            List.of(step),
            List.of(),
            0,
            null,
            null,
            null,
            1,
            listed.size() + 1,
            1));
  }

  private static boolean isSaidToBeStalled(String sagaId) {
    return log.events(sagaId).anyMatch(SagaStalled.class::isInstance);
  }
}
