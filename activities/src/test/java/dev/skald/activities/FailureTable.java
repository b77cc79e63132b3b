package dev.skald.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.domain.sagas.SagaEvent.SagaCompensated;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.workflows.engine.Saga;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Plays each row of a table as a saga of its own, many at a time, and judges them by the log. */
final class FailureTable implements AutoCloseable {

  /** Only rows with such names are played; for whoever looks for the cause of one. */
  private static final Pattern WANTED = Pattern.compile(System.getProperty("skald.rows", ".*"));

  private final TestTemporal temporal;
  private final Settings settings;
  private final Semaphore room;
  private int rows;

  FailureTable(int atATime) {
    this(new TestTemporal(), atATime);
  }

  FailureTable(TestTemporal temporal, int atATime) {
    this.temporal = temporal;
    settings = new Settings(temporal.participants);
    room = new Semaphore(atATime);
  }

  /**
   * What happens to one saga, and what must come of it.
   *
   * @param undos those that must be done, in their order
   * @param world whether it must be as the ending says
   */
  record Row(
      String name,
      Saga<?> saga,
      List<Trouble> troubles,
      Script script,
      Class<?> ending,
      List<String> undos,
      boolean world) {

    /** It finishes in spite of everything. */
    static Row done(String name, Saga<?> saga, Trouble trouble, Script script) {
      return new Row(name, saga, List.of(trouble), script, SagaCompleted.class, List.of(), true);
    }

    static Row undone(
        String name, Saga<?> saga, Trouble trouble, Script script, List<String> undos) {
      return new Row(name, saga, List.of(trouble), script, SagaCompensated.class, undos, true);
    }
  }

  /** What people do while the saga runs. */
  @FunctionalInterface
  interface Script {
    Script NOTHING = _ -> {};

    void follow(SagaUnderTest saga) throws Exception;
  }

  /** A row that was played. */
  private record Played(Row row, String sagaId, Setting setting, Map<String, Object> before) {}

  Stream<DynamicTest> play(List<Row> all) throws Exception {
    List<Row> table = all.stream().filter(row -> WANTED.matcher(row.name()).find()).toList();
    List<Future<Played>> played = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Row row : table) {
        String key = "r" + ++rows;
        played.add(threads.submit(whenThereIsRoom(() -> play(row, key))));
      }
    }
    Map<String, SagaRecord> records = SagaRecord.all(temporal.participants);
    List<DynamicTest> tests = new ArrayList<>();
    for (int i = 0; i < table.size(); i++) {
      Future<Played> one = played.get(i);
      tests.add(DynamicTest.dynamicTest(table.get(i).name(), () -> judge(one.get(), records)));
    }
    return tests.stream();
  }

  private <T> Callable<T> whenThereIsRoom(Callable<T> work) {
    return () -> {
      room.acquire();
      try {
        return work.call();
      } finally {
        room.release();
      }
    };
  }

  private Played play(Row row, String key) throws Exception {
    Setting setting = settings.of(row.saga(), key);
    Map<String, Object> before = setting.world();
    String sagaId = TestTemporal.sagaId(row.saga(), key);
    temporal.faults.plan(sagaId, row.troubles());
    WorkflowStub run = temporal.begin(row.saga(), key, setting.request());
    try {
      row.script().follow(new SagaUnderTest(sagaId, run, temporal.participants));
      TestTemporal.awaitEnd(run);
    } finally {
      row.troubles().forEach(Trouble::letGo);
    }
    await("tries that come late")
        .atMost(Duration.ofSeconds(30))
        .until(() -> row.troubles().stream().allMatch(Trouble::isOver));
    return new Played(row, sagaId, setting, before);
  }

  private static void judge(Played played, Map<String, SagaRecord> records) {
    Row row = played.row();
    SagaRecord saga = Objects.requireNonNull(records.get(played.sagaId()), played.sagaId());
    // A cancel that comes when the saga is past its pivot comes too late, and changes nothing.
    boolean late =
        saga.ending() == SagaCompleted.class
            && row.troubles().stream().anyMatch(Trouble::comesWithCancel);
    Class<?> ending = late ? SagaCompleted.class : row.ending();
    assertThat(saga.ending()).as("ending, of %s", saga.entries()).isEqualTo(ending);
    assertThat(saga.undone())
        .as("undos, of %s", saga.entries())
        .isEqualTo(late ? List.of() : row.undos());
    saga.checkOnce();
    if (row.world()) {
      assertThat(played.setting().world())
          .as("the world, after %s", saga.entries())
          .isEqualTo(ending == SagaCompleted.class ? played.setting().done() : played.before());
    }
  }

  /** What the worker was doing for all of them is lost. */
  void replaceWorker() {
    temporal.replaceWorker();
  }

  @Override
  public void close() {
    temporal.close();
  }
}
