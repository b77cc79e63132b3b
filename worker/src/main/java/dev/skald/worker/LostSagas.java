package dev.skald.worker;

import dev.skald.projections.sagas.OpenSagas.OpenSaga;
import dev.skald.workflows.SagaCatalog;
import dev.skald.workflows.engine.SagaType;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all sagas that may have lost their run, as one list has them. One that cannot be looked
 * at is named once, and keeps nobody from the others.
 */
final class LostSagas {

  private static final Logger LOG = LoggerFactory.getLogger(LostSagas.class);

  /** Of those that have ended, so that Temporal's long list of old runs costs little. */
  private static final int MOST_REMEMBERED = 10_000;

  /** In one look: where nothing works, few names tell as much as all. */
  private static final int MOST_NAMED = 20;

  private final Function<Instant, Stream<OpenSaga>> silentSince;
  private final SagaCatalog sagas;
  private final BiPredicate<SagaType<?>, OpenSaga> recovery;
  private final Duration silence;
  private Set<String> ended = new HashSet<>();
  private Set<String> failing = new HashSet<>();

  /**
   * Looks at nothing yet.
   *
   * @param silentSince lists them
   * @param recovery looks at one, and answers whether it has ended
   * @param silence how long a saga must have been silent
   */
  LostSagas(
      Function<Instant, Stream<OpenSaga>> silentSince,
      SagaCatalog sagas,
      BiPredicate<SagaType<?>, OpenSaga> recovery,
      Duration silence) {
    this.silentSince = silentSince;
    this.sagas = sagas;
    this.recovery = recovery;
    this.silence = silence;
  }

  void look(Instant now) {
    Look look = new Look();
    try (Stream<OpenSaga> listed = silentSince.apply(now.minus(silence))) {
      listed.takeWhile(_ -> !Thread.currentThread().isInterrupted()).forEach(look::at);
      // What is no longer listed need not be remembered.
      ended = look.ended;
    } finally {
      failing = look.failing;
    }
    if (look.unnamed > 0) {
      LOG.atWarn().addKeyValue("sagas", look.unnamed).log("More sagas cannot be looked at");
    }
  }

  private final class Look {

    private final Set<String> ended = new HashSet<>();
    private final Set<String> failing = new HashSet<>();
    private int named;
    private int unnamed;

    private void at(OpenSaga saga) {
      sagas.find(saga.type()).ifPresent(known -> at(known.type(), saga));
    }

    private void at(SagaType<?> type, OpenSaga saga) {
      String sagaId = saga.sagaId();
      try {
        boolean over = LostSagas.this.ended.contains(sagaId) || recovery.test(type, saga);
        if (over && ended.size() < MOST_REMEMBERED) {
          ended.add(sagaId);
        }
      } catch (RuntimeException e) {
        fails(sagaId, e);
      }
    }

    private void fails(String sagaId, RuntimeException why) {
      if (failing.add(sagaId) && !LostSagas.this.failing.contains(sagaId)) {
        if (named++ < MOST_NAMED) {
          LOG.atWarn()
              .setCause(why)
              .addKeyValue("saga", sagaId)
              .log("A saga cannot be looked at, and so is not recovered; it is tried again");
        } else {
          unnamed++;
        }
      }
    }
  }
}
