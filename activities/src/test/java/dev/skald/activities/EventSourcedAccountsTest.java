package dev.skald.activities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.activities.accounts.AccountCommands;
import dev.skald.activities.accounts.AccountStreams;
import dev.skald.activities.accounts.EventSourcedAccounts;
import dev.skald.domain.Money;
import dev.skald.domain.Origin;
import dev.skald.domain.accounts.Account;
import dev.skald.domain.accounts.AccountEvent;
import dev.skald.domain.accounts.AccountId;
import dev.skald.eventstore.CommandIdReused;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.PostgresEventStore;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.UndoAnswer;
import dev.skald.workflows.steps.AccountSteps;
import dev.skald.workflows.steps.AccountSteps.Balance;
import dev.skald.workflows.steps.AccountSteps.MoveMoney;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Steps on the real event store: each happens once, whatever happens around it. */
class EventSourcedAccountsTest {

  private static final Origin ORIGIN = new Origin("tester", "c-1", null, null, null, null);

  private static TestLog log;
  private static PostgresEventStore store;
  private static AccountSteps steps;
  private static AccountCommands commands;

  private final AccountId account = new AccountId(UUID.randomUUID().toString());
  private final String saga = "account-transfer-" + UUID.randomUUID();
  private final MoveMoney move = move(UUID.randomUUID().toString());

  @BeforeAll
  static void start() {
    log = new TestLog();
    store = log.store();
    Streams<Account, AccountEvent> accounts = AccountStreams.of(store, log.types());
    steps =
        new EventSourcedAccounts(
            log.recorder(), accounts, AccountStreams.ofTransfers(store, log.types()));
    commands = new AccountCommands(log.commands(), accounts);
  }

  @AfterAll
  static void stop() {
    log.close();
  }

  @Test
  void a_step_records_its_fact_and_the_sagas_entry_together() {
    open("100.00");

    StepAnswer<Balance> answer = steps.debit(call("debit-source"), move);

    assertThat(answer.answer().balance()).isEqualTo(Money.of("75.00", "EUR"));
    assertThat(answer.commandId()).isEqualTo(saga + "/debit-source/1");
    RecordedEvent fact = events("account-" + account).getLast();
    RecordedEvent entry = events("saga-" + saga).getLast();
    assertThat(fact.type()).isEqualTo("AccountDebited");
    assertThat(entry.type()).isEqualTo("StepCompleted");
    assertThat(fact.metadata().get("sagaId")).hasValue(saga);
    assertThat(fact.metadata().get("commandId")).hasValue(saga + "/debit-source/1");
  }

  @Test
  void a_step_asked_again_answers_the_same_although_the_world_has_changed() {
    open("100.00");
    StepAnswer<Balance> first = steps.debit(call("debit-source"), move);
    commands.withdraw(request("w"), Money.of("70.00", "EUR"));

    StepAnswer<Balance> again = steps.debit(call("debit-source"), move);

    assertThat(again).isEqualTo(first);
    assertThat(events("account-" + account)).hasSize(3);
  }

  @Test
  void a_refusal_stays_a_refusal_although_it_could_happen_now() {
    open("10.00");
    assertThatThrownBy(() -> steps.debit(call("debit-source"), move))
        .isInstanceOfSatisfying(ApplicationFailure.class, this::isInsufficientFunds);
    commands.deposit(request("d"), Money.of("100.00", "EUR"));

    assertThatThrownBy(() -> steps.debit(call("debit-source"), move))
        .isInstanceOfSatisfying(ApplicationFailure.class, this::isInsufficientFunds);
    assertThat(events("saga-" + saga)).extracting(RecordedEvent::type).containsOnly("StepRefused");
  }

  @Test
  void an_undo_gives_back_once_however_often_it_is_asked() {
    open("100.00");
    steps.debit(call("debit-source"), move);

    UndoAnswer first = steps.creditBack(call("debit-source"), move);
    UndoAnswer again = steps.creditBack(call("debit-source"), move);

    assertThat(first.changed()).isTrue();
    assertThat(again).isEqualTo(first);
    assertThat(balance()).isEqualTo(Money.of("100.00", "EUR"));
  }

  @Test
  void an_undo_of_what_never_happened_changes_nothing_and_keeps_it_from_happening() {
    open("100.00");

    UndoAnswer undo = steps.creditBack(call("debit-source"), move);

    assertThat(undo.changed()).isFalse();
    assertThatThrownBy(() -> steps.debit(call("debit-source"), move))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, late -> assertThat(late.getType()).isEqualTo("step-undone"));
    assertThat(balance()).isEqualTo(Money.of("100.00", "EUR"));
  }

  @Test
  void an_undo_of_a_refused_step_changes_nothing() {
    open("10.00");
    assertThatThrownBy(() -> steps.debit(call("debit-source"), move))
        .isInstanceOf(ApplicationFailure.class);

    assertThat(steps.creditBack(call("debit-source"), move).changed()).isFalse();
    assertThat(balance()).isEqualTo(Money.of("10.00", "EUR"));
  }

  @Test
  void a_frozen_account_takes_its_money_back_and_a_closed_one_refuses_it() {
    open("25.00");
    steps.debit(call("debit-source"), move);
    commands.close(request("c"), "moved away");

    assertThatThrownBy(() -> steps.creditBack(call("debit-source"), move))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, no -> assertThat(no.getType()).isEqualTo("account-closed"));

    AccountId frozen = new AccountId(UUID.randomUUID().toString());
    commands.open(
        new AccountCommands.Request(frozen, "o", ORIGIN), "x", "y", Money.of("30.00", "EUR"));
    MoveMoney other = new MoveMoney(frozen, Money.of("25.00", "EUR"), "t-2");
    StepCall call =
        new StepCall(
            saga + "-2", "account-transfer", "debit-source", 1, 0, null, ORIGIN, null, null);
    steps.debit(call, other);
    commands.freeze(new AccountCommands.Request(frozen, "f", ORIGIN), "suspicious");
    assertThat(steps.creditBack(call, other).changed()).isTrue();
  }

  @RepeatedTest(10)
  void a_do_and_its_undo_at_the_same_time_leave_the_balance_as_it_was() throws Exception {
    open("100.00");

    List<Object> outcomes =
        together(
            List.of(
                () -> steps.debit(call("debit-source"), move),
                () -> steps.creditBack(call("debit-source"), move)));

    assertThat(outcomes).hasSize(2);
    assertThat(balance()).isEqualTo(Money.of("100.00", "EUR"));
  }

  @RepeatedTest(5)
  void the_same_step_many_times_at_once_happens_once() throws Exception {
    open("100.00");

    Callable<Object> debit = () -> steps.debit(call("debit-source"), move);
    List<Object> answers = together(Collections.nCopies(6, debit));

    assertThat(answers).containsOnly(answers.getFirst());
    assertThat(balance()).isEqualTo(Money.of("75.00", "EUR"));
  }

  @Test
  void a_full_account_refuses_a_credit_for_good_and_takes_its_own_money_back() {
    open("9999999999999.99");
    steps.debit(call("debit-source"), move);
    commands.deposit(request("d"), Money.of("25.00", "EUR"));

    assertThatThrownBy(() -> steps.credit(call("credit-target"), move))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            no -> {
              assertThat(no.getType()).isEqualTo("balance-too-large");
              assertThat(no.isNonRetryable()).isTrue();
            });
    assertThat(steps.creditBack(call("debit-source"), move).changed()).isTrue();
    assertThat(balance()).isEqualTo(Money.of("10000000000024.99", "EUR"));
  }

  @Test
  void many_debits_at_once_never_overdraw() throws Exception {
    open("100.00");

    List<Callable<Object>> debits =
        IntStream.range(0, 12)
            .<Callable<Object>>mapToObj(
                i -> () -> steps.debit(callOf(saga + "-" + i), move(saga + "-" + i)))
            .toList();
    List<Object> outcomes = together(debits);

    assertThat(outcomes.stream().filter(StepAnswer.class::isInstance)).hasSize(4);
    assertThat(balance()).isEqualTo(Money.of("0.00", "EUR"));
  }

  @Test
  void a_command_key_used_for_another_command_is_refused() {
    open("100.00");
    commands.deposit(request("k"), Money.of("1.00", "EUR"));

    assertThat(commands.deposit(request("k"), Money.of("1.00", "EUR")))
        .isEqualTo(commands.deposit(request("k"), Money.of("1.00", "EUR")));
    assertThatThrownBy(() -> commands.deposit(request("k"), Money.of("2.00", "EUR")))
        .isInstanceOf(CommandIdReused.class);
  }

  private void isInsufficientFunds(ApplicationFailure failure) {
    assertThat(failure.getType()).isEqualTo("insufficient-funds");
    assertThat(failure.isNonRetryable()).isTrue();
  }

  private void open(String balance) {
    commands.open(request("o"), "someone", "current", Money.of(balance, "EUR"));
  }

  private AccountCommands.Request request(String key) {
    return new AccountCommands.Request(account, key, ORIGIN);
  }

  private MoveMoney move(String transfer) {
    return new MoveMoney(account, Money.of("25.00", "EUR"), transfer);
  }

  private StepCall call(String step) {
    return new StepCall(saga, "account-transfer", step, 1, 0, null, ORIGIN, null, null);
  }

  private static StepCall callOf(String saga) {
    return new StepCall(saga, "account-transfer", "debit-source", 1, 0, null, ORIGIN, null, null);
  }

  private Money balance() {
    String json = events("account-" + account).getLast().data();
    var data = EventTypeRegistry.jsonMapper().readTree(json);
    var money = data.has("balance") ? data.get("balance") : data.get("openingBalance");
    return Money.of(money.get("amount").asString(), money.get("currency").asString());
  }

  private static List<RecordedEvent> events(String stream) {
    return store.readStream(new StreamId(stream), 0, 100);
  }

  /** All begin at once; each gives its answer or what it threw. */
  private static List<Object> together(List<Callable<Object>> calls) throws Exception {
    CyclicBarrier start = new CyclicBarrier(calls.size());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Object>> futures = new ArrayList<>();
      for (Callable<Object> call : calls) {
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  try {
                    return call.call();
                  } catch (ApplicationFailure refused) {
                    return refused.getType();
                  }
                }));
      }
      List<Object> outcomes = new ArrayList<>();
      for (Future<Object> future : futures) {
        outcomes.add(future.get());
      }
      return outcomes;
    }
  }
}
