package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.skald.domain.Money;
import dev.skald.domain.accounts.Account.Status;
import dev.skald.domain.accounts.AccountEvent.AccountCredited;
import dev.skald.domain.accounts.AccountEvent.AccountDebited;
import dev.skald.domain.accounts.AccountEvent.AccountFrozen;
import dev.skald.domain.accounts.AccountEvent.AccountOpened;
import dev.skald.domain.accounts.AccountEvent.Cause;
import dev.skald.domain.accounts.AccountId;
import dev.skald.domain.accounts.TransferEvent.TransferBegun;
import dev.skald.domain.accounts.TransferEvent.TransferRecorded;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.projections.Page;
import dev.skald.projections.ProjectionsConfiguration;
import dev.skald.projections.Span;
import dev.skald.projections.accounts.AccountFilter;
import dev.skald.projections.accounts.AccountHistory;
import dev.skald.projections.accounts.AccountQueries;
import dev.skald.projections.accounts.AccountStatistics;
import dev.skald.projections.accounts.AccountView;
import dev.skald.projections.accounts.MoneyMoved;
import dev.skald.projections.accounts.Sum;
import dev.skald.projections.accounts.TransferQueries;
import dev.skald.projections.accounts.TransferStatistics;
import dev.skald.projections.accounts.TransferView;
import dev.skald.projections.sagas.SagaFigures;
import dev.skald.projections.sagas.SagaFilter;
import dev.skald.projections.sagas.SagaQueries;
import dev.skald.projections.sagas.SagaStatistics;
import dev.skald.projections.sagas.SagaView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadModelQueriesTest {

  private static final Instant BEGIN = Instant.EPOCH;
  private static final Instant END = Instant.parse("2100-01-01T00:00:00Z");
  private World world;
  private AccountQueries accounts;

  @BeforeEach
  void open() {
    world = new World();
    accounts = new AccountQueries(world.jdbc);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void accounts_are_found_by_what_is_asked_for_and_only_then() {
    open("1", "ada", "5.00");
    open("2", "bob", "50.00");
    world.append("account-2", new AccountFrozen("checks"));
    open("3", "ada", "500.00");
    fold();

    assertThat(ids(new AccountFilter("ada", null, null, null, null))).containsExactly("3", "1");
    assertThat(ids(new AccountFilter(null, null, Status.FROZEN, null, null))).containsExactly("2");
    assertThat(ids(new AccountFilter(null, "CURRENT", null, new BigDecimal("50"), null)))
        .containsExactly("3", "2");
    assertThat(ids(new AccountFilter("ada", null, null, null, new BigDecimal("5.00"))))
        .containsExactly("1");
    assertThat(accounts.account("1").orElseThrow().number()).matches("SK\\d{14}");
    assertThat(accounts.account("nobody")).isEmpty();
  }

  @Test
  void pages_neither_repeat_nor_leave_out_what_was_there_though_more_comes_in() {
    for (int i = 0; i < 5; i++) {
      open("a" + i, "ada", "1.00");
    }
    // Partitions are folded each for itself: one that was opened earlier may come in later.
    fold(event -> !event.streamId().id().equals("a1"));
    List<String> seen = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      Page<AccountView> page = accounts.accounts(AccountFilter.ALL, 2, cursor);
      page.items().forEach(account -> seen.add(account.accountId()));
      cursor = page.nextCursor();
      if (seen.size() == 2) {
        open("late", "ada", "1.00");
        fold();
      }
    } while (cursor != null);

    assertThat(seen).containsExactly("a4", "a3", "a2", "a1", "a0");
    assertThatThrownBy(() -> accounts.accounts(AccountFilter.ALL, 2, "nonsense"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_account_is_shown_as_it_was_and_as_it_is() {
    open("1", "ada", "5.00");
    world.append("account-1", credited("2.00", "7.00"));
    List<RecordedEvent> events = world.events();
    AccountHistory history = new AccountHistory(new StreamFold(world.log, World.TYPES));

    Instant opened = events.getFirst().recordedAt();
    assertThat(history.at("1", opened.minusNanos(1000))).isEmpty();
    assertThat(history.at("1", opened).orElseThrow().balance()).isEqualTo(eur("5.00"));
    assertThat(history.now("1").orElseThrow().balance()).isEqualTo(eur("7.00"));
    fold();
    assertThat(history.now("1")).isEqualTo(accounts.account("1"));
  }

  @Test
  void a_day_of_an_account_is_summed_up() {
    open("1", "ada", "10.00");
    world.append("account-1", credited("5.00", "15.00"), debited("3.00", "12.00"));
    fold();

    var days = new AccountStatistics(world.jdbc).byDay("1", BEGIN, END);

    assertThat(days).hasSize(1);
    var day = days.getFirst();
    assertThat(day.in()).isEqualTo(sum("15.00"));
    assertThat(day.out()).isEqualTo(sum("3.00"));
    assertThat(day.movementsIn()).isEqualTo(2);
    assertThat(day.largest()).isEqualTo(sum("10.00"));
    assertThat(day.average()).isEqualTo(sum("6.00"));
    assertThat(day.closing()).isEqualTo(sum("12.00"));
  }

  @Test
  void sagas_and_transfers_are_listed_newest_first_and_counted() {
    new Histories(31).append(world, 120, 3);
    fold();
    SagaQueries sagas = new SagaQueries(world.jdbc);

    List<SagaView> all = sagas.sagas(SagaFilter.ALL, 100, null).items();
    List<SagaView> compensated =
        sagas
            .sagas(
                new SagaFilter(
                    "account-transfer",
                    SagaView.Status.COMPENSATED,
                    null,
                    BEGIN,
                    END,
                    "ACCOUNT-frozen"),
                100,
                null)
            .items();
    List<SagaFigures> figures = new SagaStatistics(world.jdbc).figures(BEGIN, END, Span.DAY);

    assertThat(all).isSortedAccordingTo((a, b) -> Long.compare(b.position(), a.position()));
    assertThat(all)
        .allSatisfy(saga -> assertThat(sagas.saga(saga.sagaId())).contains(saga))
        .allSatisfy(saga -> assertThat(saga.hasEnded()).isTrue());
    assertThat(compensated).isNotEmpty().hasSizeLessThan(all.size());
    assertThat(figures.stream().mapToLong(SagaFigures::started).sum()).isEqualTo(all.size());
    assertThat(
            figures.stream()
                .mapToLong(f -> f.failuresByStep().getOrDefault("credit-target", 0L))
                .sum())
        .isEqualTo(compensated.size());
    TransferQueries transfers = new TransferQueries(world.jdbc);
    var newest = transfers.transfers(null, 1, null).items().getFirst();
    assertThat(transfers.transfer(newest.transferId())).contains(newest);
    assertThat(transfers.transfers(newest.sourceAccountId(), 5, null).items()).contains(newest);
  }

  @Test
  void what_was_transferred_is_summed_by_span_and_currency() {
    transfer("t1", "10.00", "EUR");
    transfer("t2", "2.50", "EUR");
    transfer("t3", "7.00", "USD");
    fold();
    TransferStatistics statistics = new TransferStatistics(world.jdbc);

    List<MoneyMoved> moved = statistics.moved(BEGIN, END, Span.DAY);

    assertThat(moved)
        .extracting(MoneyMoved::transfers, MoneyMoved::amount, MoneyMoved::largest)
        .containsExactly(
            tuple(2L, sum("12.50"), sum("10.00")),
            tuple(1L, sum("7.00", "USD"), sum("7.00", "USD")));
    Instant day = moved.getFirst().from();
    assertThat(Span.DAY.endAfter(day)).isEqualTo(day.plus(Span.DAY.length()));
    assertThat(statistics.moved(BEGIN, day, Span.MINUTE)).isEmpty();
  }

  @Test
  void a_transfer_shows_once_it_took_place_and_a_second_of_its_id_changes_nothing() {
    TransferQueries transfers = new TransferQueries(world.jdbc);
    world.append("transfer-t1", new TransferBegun(new AccountId("1"), eur("10.00"), "saga"));
    fold();
    assertThat(transfers.transfer("t1")).isEmpty();

    long position = transfer("t1", "10.00", "EUR");
    transfer("t1", "99.00", "EUR");
    fold();

    TransferView shown = transfers.transfer("t1").orElseThrow();
    assertThat(shown.amount()).isEqualTo(eur("10.00"));
    assertThat(shown.position()).isEqualTo(position);
    assertThat(world.texts("select stream_id from readmodels.dead_letter")).isEmpty();
  }

  @Test
  void sums_may_have_more_digits_than_any_amount() {
    transfer("t1", "9000000000000000.00", "EUR");
    transfer("t2", "9000000000000000.00", "EUR");
    fold();

    assertThat(new TransferStatistics(world.jdbc).moved(BEGIN, END, Span.DAY))
        .extracting(MoneyMoved::amount)
        .containsExactly(sum("18000000000000000.00"));
  }

  private long transfer(String id, String amount, String currency) {
    return world.append(
        "transfer-" + id,
        new TransferRecorded(
            new AccountId("1"), new AccountId("2"), Money.of(amount, currency), "rent"));
  }

  private List<String> ids(AccountFilter filter) {
    return accounts.accounts(filter, 10, null).items().stream()
        .map(AccountView::accountId)
        .toList();
  }

  private void fold() {
    fold(_ -> true);
  }

  private void fold(Predicate<RecordedEvent> wanted) {
    for (Projection projection : ProjectionsConfiguration.PROJECTIONS) {
      List<RecordedEvent> events =
          world.events().stream()
              .filter(e -> projection.categories().contains(e.streamId().category()))
              .filter(wanted)
              .toList();
      world.folder(world.pool, projection).fold(new Folder.Batch(1, events, List.of(), List.of()));
    }
  }

  private void open(String id, String owner, String balance) {
    world.append("account-" + id, new AccountOpened(owner, "CURRENT", eur(balance)));
  }

  private static AccountCredited credited(String amount, String balance) {
    return new AccountCredited(eur(amount), eur(balance), new Cause(Cause.Kind.DEPOSIT, "cash"));
  }

  private static AccountDebited debited(String amount, String balance) {
    return new AccountDebited(eur(amount), eur(balance), new Cause(Cause.Kind.WITHDRAWAL, "cash"));
  }

  private static Sum sum(String amount) {
    return sum(amount, "EUR");
  }

  private static Sum sum(String amount, String currency) {
    return new Sum(new BigDecimal(amount), Currency.getInstance(currency));
  }

  private static Money eur(String amount) {
    return Money.of(amount, "EUR");
  }
}
