package dev.skald.api.accounts;

import dev.skald.activities.CommandResult;
import dev.skald.activities.accounts.AccountCommands;
import dev.skald.api.Caller;
import dev.skald.api.InvalidRequest;
import dev.skald.api.OncePerKey;
import dev.skald.api.Problem;
import dev.skald.api.accounts.AccountRequests.AccountReason;
import dev.skald.api.accounts.AccountRequests.MoveMoney;
import dev.skald.api.accounts.AccountRequests.OpenAccount;
import dev.skald.domain.accounts.AccountId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Opens accounts and moves money in and out of them, each request once for each key. */
@Tag(name = "accounts")
@RestController
@RequestMapping("/api/v1/accounts")
@ConditionalOnProperty(name = "skald.api.commands", matchIfMissing = true)
public final class AccountCommandsController {

  private static final String DEFAULT_TYPE = "current";

  private final AccountCommands accounts;

  AccountCommandsController(AccountCommands accounts) {
    this.accounts = accounts;
  }

  /** What an accepted command answers. */
  public record AccountAccepted(String accountId, long version, long position) {}

  @Operation(summary = "Open an account")
  @OncePerKey
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  ResponseEntity<AccountAccepted> open(@RequestBody OpenAccount open, HttpServletRequest http) {
    String key = Caller.idempotencyKey(http).orElseGet(() -> UUID.randomUUID().toString());
    // An id that nobody chose follows from the key, so that a repeated request means the same.
    AccountId id = Objects.requireNonNullElseGet(open.accountId(), () -> new AccountId(key));
    AccountAccepted accepted =
        accepted(
            id,
            accounts.open(
                new AccountCommands.Request(id, key, Caller.origin(http)),
                open.owner(),
                Objects.requireNonNullElse(open.type(), DEFAULT_TYPE),
                open.openingBalance()));
    return ResponseEntity.created(URI.create("/api/v1/accounts/" + id)).body(accepted);
  }

  @Operation(summary = "Pay money in")
  @OncePerKey
  @PostMapping("/{id}/deposits")
  AccountAccepted deposit(
      @PathVariable String id, @RequestBody MoveMoney move, HttpServletRequest http) {
    return handle(id, http, request -> accounts.deposit(request, move.amount()));
  }

  @Operation(summary = "Take money out")
  @OncePerKey
  @PostMapping("/{id}/withdrawals")
  AccountAccepted withdraw(
      @PathVariable String id, @RequestBody MoveMoney move, HttpServletRequest http) {
    return handle(id, http, request -> accounts.withdraw(request, move.amount()));
  }

  @Operation(summary = "Freeze: no money moves until it is unfrozen")
  @OncePerKey
  @PostMapping("/{id}/freeze")
  AccountAccepted freeze(
      @PathVariable String id,
      @RequestBody(required = false) @Nullable AccountReason because,
      HttpServletRequest http) {
    return handle(id, http, request -> accounts.freeze(request, text(because)));
  }

  @Operation(summary = "Let money move again")
  @OncePerKey
  @PostMapping("/{id}/unfreeze")
  AccountAccepted unfreeze(
      @PathVariable String id,
      @RequestBody(required = false) @Nullable AccountReason because,
      HttpServletRequest http) {
    return handle(id, http, request -> accounts.unfreeze(request, text(because)));
  }

  @Operation(summary = "Close an empty account for ever")
  @OncePerKey
  @PostMapping("/{id}/close")
  AccountAccepted close(
      @PathVariable String id,
      @RequestBody(required = false) @Nullable AccountReason because,
      HttpServletRequest http) {
    return handle(id, http, request -> accounts.close(request, text(because)));
  }

  private static String text(@Nullable AccountReason because) {
    return because == null ? "" : because.text();
  }

  private static AccountAccepted handle(
      String id,
      HttpServletRequest http,
      Function<AccountCommands.Request, CommandResult> command) {
    AccountId account = accountId(id);
    String key = Caller.idempotencyKey(http).orElseGet(() -> UUID.randomUUID().toString());
    return accepted(
        account, command.apply(new AccountCommands.Request(account, key, Caller.origin(http))));
  }

  private static AccountId accountId(String id) {
    try {
      return new AccountId(id);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequest("accountId", String.valueOf(e.getMessage()));
    }
  }

  private static AccountAccepted accepted(AccountId id, CommandResult result) {
    return switch (result) {
      case CommandResult.Done done ->
          new AccountAccepted(id.value(), done.version(), done.position());
      case CommandResult.Refused(var refusal) ->
          throw refusal.code().equals("account-unknown")
              ? Problem.notFound(refusal.code(), "there is no account '%s'".formatted(id))
              : Problem.conflict(refusal.code(), refusal.message());
    };
  }
}
