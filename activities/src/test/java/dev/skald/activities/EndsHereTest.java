package dev.skald.activities;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class EndsHereTest {

  private final AtomicReference<Boolean> somebodyWaits = new AtomicReference<>(false);
  private final EndsHere ends = new EndsHere(somebodyWaits::set);

  @Test
  void it_is_known_whether_anybody_waits() {
    CompletableFuture<Long> one = ends.await("one", ofSeconds(30));
    CompletableFuture<Long> another = ends.await("another", ofSeconds(30));
    assertThat(somebodyWaits).hasValue(true);

    ends.ended("one", 7);
    assertThat(one).isCompletedWithValue(7L);
    assertThat(somebodyWaits).hasValue(true);

    ends.ended("another", 8);
    assertThat(another).isCompletedWithValue(8L);
    assertThat(somebodyWaits).hasValue(false);
  }

  @Test
  void whoever_needs_it_no_longer_holds_nobody_up() {
    CompletableFuture<Long> needless = ends.await("one", ofSeconds(30));

    needless.cancel(false);

    assertThat(somebodyWaits).hasValue(false);
  }

  @Test
  void whoever_has_lost_patience_waits_no_longer() {
    CompletableFuture<Long> impatient = ends.await("one", ofMillis(1));

    assertThat(impatient).failsWithin(ofSeconds(30));
    await().until(() -> !somebodyWaits.get());
  }
}
