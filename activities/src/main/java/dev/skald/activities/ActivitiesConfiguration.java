package dev.skald.activities;

import dev.skald.activities.accounts.AccountCommands;
import dev.skald.activities.accounts.AccountStreams;
import dev.skald.activities.accounts.EventSourcedAccounts;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.workflows.engine.SagaJournal;
import dev.skald.workflows.steps.AccountSteps;
import io.temporal.activity.Activity;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who does the steps, and who handles commands. */
@Configuration(proxyBeanMethods = false)
public class ActivitiesConfiguration {

  @Bean
  StepRecorder stepRecorder(EventStore store, EventTypeRegistry types) {
    return new StepRecorder(
        store,
        types,
        EventTypeRegistry.jsonMapper(),
        () -> Activity.getExecutionContext().getInfo().getAttempt());
  }

  @Bean
  SagaJournal sagaJournal(EventStore store) {
    return new SagaJournalEntries(store);
  }

  @Bean
  AccountStreams accountStreams(EventStore store, EventTypeRegistry types) {
    return new AccountStreams(store, types);
  }

  @Bean
  AccountSteps accountSteps(StepRecorder recorder, AccountStreams accounts) {
    return new EventSourcedAccounts(recorder, accounts);
  }

  @Bean
  AccountCommands accountCommands(EventStore store, AccountStreams accounts) {
    return new AccountCommands(store, accounts);
  }
}
