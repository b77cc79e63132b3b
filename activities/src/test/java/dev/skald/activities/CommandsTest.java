package dev.skald.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.activities.accounts.AccountCommands;
import dev.skald.activities.accounts.AccountStreams;
import dev.skald.domain.Money;
import dev.skald.domain.accounts.AccountId;
import dev.skald.eventstore.CommandIdReused;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.StreamConflict;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The same command twice: at once, where one is done between the other's two looks at the log, or
 * later.
 */
class CommandsTest {

  private static final int CROWD = 20;
  private static final Money NOTHING = Money.of("0.00", "EUR");
  private static TestLog log;

  private final AccountCommands.Request request =
      new AccountCommands.Request(
          new AccountId(UUID.randomUUID().toString()), "k-1", TestLog.ORIGIN);

  @BeforeAll
  static void start() {
    log = new TestLog();
  }

  @AfterAll
  static void stop() {
    log.close();
  }

  @Test
  void a_command_that_the_same_one_overtakes_answers_the_same() {
    AccountCommands fast = commands(log.store());
    AccountCommands slow =
        commands(overtaken(() -> fast.open(request, "Alice", "checking", NOTHING)));

    CommandResult answer = slow.open(request, "Alice", "checking", NOTHING);

    assertThat(answer)
        .isInstanceOf(CommandResult.Done.class)
        .isEqualTo(fast.open(request, "Alice", "checking", NOTHING));
    assertThat(log.typesOf("account-" + request.account().value()))
        .containsExactly("AccountOpened");
  }

  @Test
  void another_command_under_the_same_key_is_told_so_and_not_refused() {
    AccountCommands fast = commands(log.store());
    AccountCommands slow =
        commands(overtaken(() -> fast.open(request, "Alice", "checking", NOTHING)));

    assertThatThrownBy(() -> slow.open(request, "Bob", "checking", NOTHING))
        .isInstanceOf(CommandIdReused.class);
  }

  @Test
  void a_command_that_changed_nothing_changes_nothing_when_it_is_sent_again() {
    AccountCommands accounts = commands(log.store());
    CommandResult opened = accounts.open(request, "Alice", "checking", NOTHING);
    CommandResult first = accounts.unfreeze(request, "all is well");
    accounts.freeze(request, "suspicious");

    CommandResult again = accounts.unfreeze(request, "all is well");

    assertThat(first).isEqualTo(opened);
    assertThat(again).isInstanceOf(CommandResult.Done.class);
    assertThat(log.typesOf("account-" + request.account().value()))
        .containsExactly("AccountOpened", "AccountFrozen");
    assertThatThrownBy(() -> accounts.unfreeze(request, "another reason"))
        .isInstanceOf(CommandIdReused.class);
  }

  @Test
  void a_crowd_at_one_account_is_served_one_after_the_other() throws Exception {
    AtomicInteger conflicts = new AtomicInteger();
    AccountCommands accounts = commands(counting(conflicts));
    accounts.open(request, "Alice", "checking", NOTHING);
    Money euro = Money.of("1.00", "EUR");

    List<Object> answers =
        TestLog.together(
            IntStream.range(0, CROWD)
                .<Callable<Object>>mapToObj(i -> () -> accounts.deposit(keyed("d-" + i), euro))
                .toList());

    assertThat(answers).hasOnlyElementsOfType(CommandResult.Done.class);
    assertThat(log.typesOf("account-" + request.account().value())).hasSize(CROWD + 1);
    assertThat(conflicts).hasValue(0);
  }

  /** The real store; each append that another one was faster than is counted. */
  private static EventStore counting(AtomicInteger conflicts) {
    return (EventStore)
        Proxy.newProxyInstance(
            EventStore.class.getClassLoader(),
            new Class<?>[] {EventStore.class},
            (_, method, arguments) -> {
              try {
                return method.invoke(log.store(), arguments);
              } catch (InvocationTargetException e) {
                if (e.getCause() instanceof StreamConflict) {
                  conflicts.incrementAndGet();
                }
                throw e.getCause();
              }
            });
  }

  private AccountCommands.Request keyed(String key) {
    return new AccountCommands.Request(request.account(), key, TestLog.ORIGIN);
  }

  private static AccountCommands commands(EventStore store) {
    return new AccountCommands(
        new Commands(store, new Turns()), AccountStreams.of(log.store(), log.types()));
  }

  /** The real store, but just after it has been asked for a command, something happens. */
  private static EventStore overtaken(Runnable meanwhile) {
    AtomicBoolean happened = new AtomicBoolean();
    return (EventStore)
        Proxy.newProxyInstance(
            EventStore.class.getClassLoader(),
            new Class<?>[] {EventStore.class},
            (_, method, arguments) -> {
              Object answer = method.invoke(log.store(), arguments);
              if (method.getName().equals("command") && happened.compareAndSet(false, true)) {
                meanwhile.run();
              }
              return answer;
            });
  }
}
