package dev.skald.activities;

import dev.skald.activities.accounts.AccountsConfiguration;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.workflows.engine.SagaJournal;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Who does the steps, and who handles commands. */
@Configuration(proxyBeanMethods = false)
@Import(AccountsConfiguration.class)
public class ActivitiesConfiguration {

  @Bean
  StepRecorder stepRecorder(EventStore store, EventTypeRegistry types) {
    return new StepRecorder(store, types);
  }

  @Bean
  SagaJournal sagaJournal(EventStore store) {
    return new SagaJournalEntries(store);
  }

  @Bean
  StepProgress stepProgress(EventStore store) {
    return new StepProgress(store);
  }

  @Bean
  Commands commands(EventStore store) {
    return new Commands(store);
  }
}
