package dev.skald.activities.accounts;

import dev.skald.activities.Commands;
import dev.skald.activities.StepRecorder;
import dev.skald.activities.Streams;
import dev.skald.domain.accounts.Account;
import dev.skald.domain.accounts.AccountEvent;
import dev.skald.domain.accounts.Transfer;
import dev.skald.domain.accounts.TransferEvent;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.workflows.steps.AccountSteps;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The accounts' part. */
@Configuration(proxyBeanMethods = false)
public class AccountsConfiguration {

  @Bean
  Streams<Account, AccountEvent> accountStreams(EventStore store, EventTypeRegistry types) {
    return AccountStreams.of(store, types);
  }

  @Bean
  Streams<Transfer, TransferEvent> transferStreams(EventStore store, EventTypeRegistry types) {
    return AccountStreams.ofTransfers(store, types);
  }

  @Bean
  AccountSteps accountSteps(
      StepRecorder recorder,
      Streams<Account, AccountEvent> accounts,
      Streams<Transfer, TransferEvent> transfers) {
    return new EventSourcedAccounts(recorder, accounts, transfers);
  }

  @Bean
  AccountCommands accountCommands(Commands commands, Streams<Account, AccountEvent> accounts) {
    return new AccountCommands(commands, accounts);
  }
}
