package dev.skald.activities.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.activities.Streams;
import dev.skald.activities.TestLog;
import dev.skald.domain.Money;
import dev.skald.domain.accounts.Account;
import dev.skald.domain.accounts.AccountEvent;
import dev.skald.domain.accounts.AccountId;
import dev.skald.domain.accounts.TransferEvent.TransferBegun;
import dev.skald.domain.accounts.TransferEvent.TransferRecorded;
import dev.skald.eventstore.Append;
import dev.skald.eventstore.CommandId;
import dev.skald.eventstore.Expected;
import dev.skald.eventstore.Fingerprint;
import dev.skald.eventstore.Metadata;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.eventstore.StreamId;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.steps.AccountSteps;
import dev.skald.workflows.steps.AccountSteps.Balance;
import dev.skald.workflows.steps.AccountSteps.MoveMoney;
import dev.skald.workflows.steps.AccountSteps.RecordTransfer;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** An id of a transfer moves money once, whoever asks, how often, and when. */
class TransferClaimTest {

  private static final Money AMOUNT = Money.of("25.00", "EUR");

  private static TestLog log;
  private static Streams<Account, AccountEvent> accounts;
  private static AccountSteps steps;
  private static AccountCommands commands;

  private final String transfer = UUID.randomUUID().toString();
  private final String saga = "account-transfer-" + UUID.randomUUID();
  private final AccountId source = open("100.00");
  private final MoveMoney move = new MoveMoney(source, AMOUNT, transfer);

  @BeforeAll
  static void start() {
    log = new TestLog();
    accounts = AccountStreams.of(log.store(), log.types());
    steps =
        new EventSourcedAccounts(
            log.recorder(), accounts, AccountStreams.ofTransfers(log.store(), log.types()));
    commands = new AccountCommands(log.commands(), accounts);
  }

  @AfterAll
  static void stop() {
    log.close();
  }

  @Test
  void the_id_is_claimed_in_the_append_that_takes_the_money() {
    steps.debit(debit(saga), move);

    RecordedEvent claim = log.events("transfer-" + transfer).getFirst();
    assertThat(log.types().decode(claim)).containsExactly(new TransferBegun(source, AMOUNT, saga));
    assertThat(claim.metadata().get("commandId")).hasValue(saga + "/debit-source/1");
    assertThat(log.store().command(new CommandId(saga + "/debit-source/1")).orElseThrow().events())
        .extracting(RecordedEvent::type)
        .containsExactlyInAnyOrder("AccountDebited", "TransferBegun", "StepCompleted");
  }

  @Test
  void a_second_saga_with_the_id_is_refused_and_takes_nothing() {
    steps.debit(debit(saga), move);
    AccountId other = open("100.00");

    assertRefused(debit(saga + "-2"), move);
    assertRefused(debit(saga + "-3"), new MoveMoney(other, AMOUNT, transfer));

    assertThat(balance(source)).isEqualTo("75.00 EUR");
    assertThat(balance(other)).isEqualTo("100.00 EUR");
    assertThat(log.typesOf("saga-" + saga + "-2")).containsExactly("StepRefused");
    assertThat(log.typesOf("transfer-" + transfer)).containsExactly("TransferBegun");
  }

  @RepeatedTest(10)
  void of_many_sagas_at_once_one_gets_the_id_and_the_others_are_refused() throws Exception {
    List<Callable<Object>> debits =
        IntStream.range(0, 6)
            .<Callable<Object>>mapToObj(
                i -> {
                  AccountId account = i % 2 == 0 ? source : open("100.00");
                  MoveMoney same = new MoveMoney(account, AMOUNT, transfer);
                  return () -> steps.debit(debit(saga + "-" + i), same);
                })
            .toList();

    List<Object> outcomes = TestLog.together(debits);

    assertThat(outcomes.stream().filter(StepAnswer.class::isInstance)).hasSize(1);
    assertThat(outcomes.stream().filter("transfer-exists"::equals)).hasSize(5);
    assertThat(log.typesOf("transfer-" + transfer)).containsExactly("TransferBegun");
  }

  @Test
  void the_same_step_again_answers_what_was_recorded() {
    StepAnswer<Balance> first = steps.debit(debit(saga), move);
    assertRefused(debit(saga + "-2"), move);

    assertThat(steps.debit(debit(saga), move)).isEqualTo(first);
    assertRefused(debit(saga + "-2"), move);

    assertThat(log.typesOf("transfer-" + transfer)).containsExactly("TransferBegun");
    assertThat(log.typesOf("saga-" + saga + "-2")).containsExactly("StepRefused");
  }

  @Test
  void an_undone_transfer_keeps_its_id_for_its_own_saga_and_from_all_others() {
    steps.debit(debit(saga), move);

    assertThat(steps.creditBack(debit(saga), move).changed()).isTrue();

    assertThat(balance(source)).isEqualTo("100.00 EUR");
    assertRefused(debit(saga + "-2"), move);
    StepCall again =
        new StepCall(
            saga, "account-transfer", "debit-source", 2, 0, null, TestLog.ORIGIN, null, null);
    assertThat(steps.debit(again, move).answer().balance()).isEqualTo(Money.of("75.00", "EUR"));
    assertThat(log.typesOf("transfer-" + transfer)).containsExactly("TransferBegun");
  }

  @Test
  void a_refused_debit_claims_nothing() {
    MoveMoney tooMuch = new MoveMoney(source, Money.of("100.01", "EUR"), transfer);
    assertThatThrownBy(() -> steps.debit(debit(saga), tooMuch))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            no -> assertThat(no.getType()).isEqualTo("insufficient-funds"));

    assertThat(log.events("transfer-" + transfer)).isEmpty();
    assertThat(steps.debit(debit(saga + "-2"), move).answer().balance())
        .isEqualTo(Money.of("75.00", "EUR"));
  }

  @Test
  void what_an_older_build_took_without_a_claim_is_still_recorded() {
    AccountId target = open("0.00");
    RecordTransfer receipt = new RecordTransfer(transfer, source, target, AMOUNT, "rent");

    steps.recordTransfer(call(saga, "record-transfer"), receipt);

    assertThat(log.typesOf("transfer-" + transfer)).containsExactly("TransferRecorded");
    assertRefused(debit(saga + "-2"), move);
  }

  @Test
  void what_an_older_build_took_is_recorded_although_another_claimed_the_id_meanwhile() {
    AccountId target = open("0.00");
    RecordTransfer receipt = new RecordTransfer(transfer, source, target, AMOUNT, "rent");
    steps.debit(debit(saga + "-2"), move);

    steps.recordTransfer(call(saga, "record-transfer"), receipt);
    steps.recordTransfer(call(saga + "-2", "record-transfer"), receipt);

    assertThat(log.typesOf("transfer-" + transfer))
        .containsExactly("TransferBegun", "TransferRecorded", "TransferRecorded");
  }

  @Test
  void an_id_that_an_older_build_recorded_is_used() {
    TransferRecorded old = new TransferRecorded(source, new AccountId("bob"), AMOUNT, "rent");
    log.store()
        .append(
            Append.of(new CommandId(saga), Fingerprint.of(saga), Metadata.EMPTY)
                .to(StreamId.of("transfer", transfer), Expected.noStream(), List.of(old)));

    assertRefused(debit(saga + "-2"), move);
    assertThat(balance(source)).isEqualTo("100.00 EUR");
  }

  private static void assertRefused(StepCall call, MoveMoney move) {
    assertThatThrownBy(() -> steps.debit(call, move))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            no -> {
              assertThat(no.getType()).isEqualTo("transfer-exists");
              assertThat(no.isNonRetryable()).isTrue();
            });
  }

  private static AccountId open(String balance) {
    AccountId account = new AccountId(UUID.randomUUID().toString());
    commands.open(
        new AccountCommands.Request(account, "o", TestLog.ORIGIN),
        "someone",
        "current",
        Money.of(balance, "EUR"));
    return account;
  }

  private static String balance(AccountId account) {
    return accounts.load(account.value()).state() instanceof Account.Existing existing
        ? existing.balance().toString()
        : "no account";
  }

  private static StepCall debit(String saga) {
    return call(saga, "debit-source");
  }

  private static StepCall call(String saga, String step) {
    return new StepCall(saga, "account-transfer", step, 1, 0, null, TestLog.ORIGIN, null, null);
  }
}
