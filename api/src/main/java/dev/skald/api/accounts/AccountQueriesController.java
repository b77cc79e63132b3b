package dev.skald.api.accounts;

import dev.skald.api.Period;
import dev.skald.api.Problem;
import dev.skald.api.Query;
import dev.skald.api.ReadYourWrites;
import dev.skald.domain.accounts.Account;
import dev.skald.projections.Page;
import dev.skald.projections.accounts.AccountDay;
import dev.skald.projections.accounts.AccountEntry;
import dev.skald.projections.accounts.AccountFilter;
import dev.skald.projections.accounts.AccountHistory;
import dev.skald.projections.accounts.AccountQueries;
import dev.skald.projections.accounts.AccountStatistics;
import dev.skald.projections.accounts.AccountView;
import dev.skald.projections.accounts.TransferQueries;
import dev.skald.projections.accounts.TransferView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows accounts and the transfers between them. */
@Tag(name = "accounts")
@RestController
@RequestMapping("/api/v1")
@ConditionalOnProperty(name = "skald.api.queries", matchIfMissing = true)
public final class AccountQueriesController {

  private static final String ACCOUNTS = "accounts";
  private static final String TRANSFERS = "transfers";

  private static final String SOME_TIME = "2026-01-31T12:00:00Z";

  private final AccountQueries accounts;
  private final AccountHistory history;
  private final AccountStatistics statistics;
  private final TransferQueries transfers;
  private final ReadYourWrites readYourWrites;

  AccountQueriesController(
      AccountQueries accounts,
      AccountHistory history,
      AccountStatistics statistics,
      TransferQueries transfers,
      ReadYourWrites readYourWrites) {
    this.accounts = accounts;
    this.history = history;
    this.statistics = statistics;
    this.transfers = transfers;
    this.readYourWrites = readYourWrites;
  }

  @Operation(summary = "One account, as it is or as it was at a time")
  @GetMapping("/accounts/{id}")
  AccountView one(
      @PathVariable String id,
      @Parameter(description = "a time, up to which the log is read", example = SOME_TIME)
          @RequestParam(required = false)
          @Nullable String at,
      @RequestHeader(name = ReadYourWrites.HEADER, required = false) @Nullable String minPosition) {
    Instant time = Query.time("at", at);
    readYourWrites.await(ACCOUNTS, minPosition);
    return (time == null ? accounts.account(id) : history.at(id, time))
        .orElseThrow(
            () ->
                Problem.notFound(
                    "account-unknown",
                    time == null
                        ? "there is no account '%s'".formatted(id)
                        : "there was no account '%s' at %s".formatted(id, time)));
  }

  /** The time that was asked for, or chosen, and the days in it on which something moved. */
  public record AccountStatisticsResponse(Instant from, Instant to, List<AccountDay> days) {}

  @Operation(
      summary =
          "Money in and out of an account by day, by UTC, oldest first; thirty days where nothing"
              + " is said")
  @GetMapping("/accounts/{id}/statistics")
  AccountStatisticsResponse statistics(
      @PathVariable String id,
      @Parameter(example = SOME_TIME) @RequestParam(required = false) @Nullable String from,
      @Parameter(example = "2026-02-28T00:00:00Z") @RequestParam(required = false)
          @Nullable String to,
      @RequestHeader(name = ReadYourWrites.HEADER, required = false) @Nullable String minPosition) {
    Period period = Period.ofDays(from, to, Instant.now());
    AccountView known = one(id, null, minPosition);
    return new AccountStatisticsResponse(
        period.from(),
        period.to(),
        statistics.byDay(known.accountId(), period.from(), period.to()));
  }

  @Operation(summary = "Accounts, newest first")
  @GetMapping("/accounts")
  Page<AccountView> list(
      @RequestParam(required = false) @Nullable String owner,
      @RequestParam(required = false) @Nullable String type,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable String minBalance,
      @RequestParam(required = false) @Nullable String maxBalance,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestHeader(name = ReadYourWrites.HEADER, required = false) @Nullable String minPosition) {
    AccountFilter filter =
        new AccountFilter(
            owner,
            type,
            Query.oneOf("status", status, Account.Status.class),
            Query.decimal("minBalance", minBalance),
            Query.decimal("maxBalance", maxBalance));
    Query.inOrder(filter.minBalance(), filter.maxBalance());
    readYourWrites.await(ACCOUNTS, minPosition);
    return accounts.accounts(filter, Query.limit(limit), Query.cursor(cursor));
  }

  @Operation(summary = "What moved on an account, newest first")
  @GetMapping("/accounts/{id}/entries")
  Page<AccountEntry> entries(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestHeader(name = ReadYourWrites.HEADER, required = false) @Nullable String minPosition) {
    AccountView known = one(id, null, minPosition);
    return accounts.entries(known.accountId(), Query.limit(limit), Query.cursor(cursor));
  }

  @Operation(summary = "One transfer")
  @GetMapping("/transfers/{id}")
  TransferView transfer(
      @PathVariable String id,
      @RequestHeader(name = ReadYourWrites.HEADER, required = false) @Nullable String minPosition) {
    readYourWrites.await(TRANSFERS, minPosition);
    return transfers
        .transfer(id)
        .orElseThrow(
            () -> Problem.notFound("transfer-unknown", "there is no transfer '%s'".formatted(id)));
  }

  @Operation(summary = "Transfers, newest first; of one account those from it and to it")
  @GetMapping("/transfers")
  Page<TransferView> transfers(
      @RequestParam(required = false) @Nullable String accountId,
      @RequestParam(required = false) @Nullable String limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestHeader(name = ReadYourWrites.HEADER, required = false) @Nullable String minPosition) {
    readYourWrites.await(TRANSFERS, minPosition);
    return transfers.transfers(accountId, Query.limit(limit), Query.cursor(cursor));
  }
}
