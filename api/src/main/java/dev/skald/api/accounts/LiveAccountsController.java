package dev.skald.api.accounts;

import dev.skald.api.Problem;
import dev.skald.api.live.LiveStreams;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.projections.accounts.AccountHistory;
import dev.skald.projections.accounts.AccountView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows accounts and transfers as they change. */
@Tag(name = "accounts")
@RestController
@RequestMapping("/api/v1")
@ConditionalOnProperty(name = "skald.api.queries", matchIfMissing = true)
public final class LiveAccountsController {

  private static final String LAST_EVENT_ID = "Last-Event-ID";

  private final EventStore store;
  private final EventTypeRegistry types;
  private final AccountHistory accounts;
  private final LiveStreams live;

  LiveAccountsController(
      EventStore store, EventTypeRegistry types, AccountHistory accounts, LiveStreams live) {
    this.store = store;
    this.types = types;
    this.accounts = accounts;
    this.live = live;
  }

  @Operation(
      summary =
          "One account as its balance or status changes: server-sent events, resumable with"
              + " Last-Event-ID")
  @GetMapping("/accounts/{id}/live")
  void account(
      @PathVariable String id,
      @RequestHeader(name = LAST_EVENT_ID, required = false) @Nullable String lastEventId,
      HttpServletRequest request,
      HttpServletResponse response) {
    AccountView known =
        accounts
            .now(id)
            .orElseThrow(
                () ->
                    Problem.notFound("account-unknown", "there is no account '%s'".formatted(id)));
    live.show(new AccountFeed(store, types, known), lastEventId, request, response);
  }

  @Operation(
      summary =
          "New transfers as they take place: server-sent events, resumable with Last-Event-ID")
  @GetMapping("/transfers/live")
  void transfers(
      @RequestHeader(name = LAST_EVENT_ID, required = false) @Nullable String lastEventId,
      HttpServletRequest request,
      HttpServletResponse response) {
    live.show(new TransferFeed(store, types), lastEventId, request, response);
  }
}
