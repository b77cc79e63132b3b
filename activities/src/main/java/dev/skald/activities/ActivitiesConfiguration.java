package dev.skald.activities;

import dev.skald.activities.accounts.AccountsConfiguration;
import dev.skald.activities.content.ContentConfiguration;
import dev.skald.activities.drivers.DriversConfiguration;
import dev.skald.activities.loyalty.LoyaltyConfiguration;
import dev.skald.activities.notifications.NotificationsConfiguration;
import dev.skald.activities.orders.OrdersConfiguration;
import dev.skald.activities.payments.PaymentsConfiguration;
import dev.skald.activities.shipping.ShippingConfiguration;
import dev.skald.activities.stock.StockConfiguration;
import dev.skald.activities.trips.TripsConfiguration;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.workflows.SagaCatalog;
import dev.skald.workflows.Sagas;
import dev.skald.workflows.engine.SagaJournal;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Who does the steps, and who handles commands. */
@Configuration(proxyBeanMethods = false)
@Import({
  AccountsConfiguration.class,
  StockConfiguration.class,
  OrdersConfiguration.class,
  PaymentsConfiguration.class,
  LoyaltyConfiguration.class,
  ShippingConfiguration.class,
  NotificationsConfiguration.class,
  DriversConfiguration.class,
  TripsConfiguration.class,
  ContentConfiguration.class
})
@EnableConfigurationProperties(RehearsalProperties.class)
public class ActivitiesConfiguration {

  @Bean
  StepRecorder stepRecorder(EventStore store, EventTypeRegistry types) {
    return new StepRecorder(store, types);
  }

  @Bean
  SagaLog sagaLog(EventStore store, EventTypeRegistry types) {
    return new SagaLog(store, types);
  }

  @Bean
  SagaCatalog sagaCatalog() {
    return new SagaCatalog(Sagas.ALL);
  }

  @Bean
  StepMetrics stepMetrics(MeterRegistry registry, SagaCatalog sagas) {
    return new StepMetrics(registry, sagas.sagas());
  }

  @Bean
  SagaJournal sagaJournal(SagaLog log, StepMetrics metrics, ObjectProvider<EndsHere> ends) {
    return new SagaJournalEntries(log, metrics, ends.getIfAvailable(EndsHere::new));
  }

  @Bean
  StepWatch stepWatch(SagaLog log, StepMetrics metrics) {
    return new StepWatch(log, metrics);
  }

  @Bean
  StepProgress stepProgress(EventStore store) {
    return new StepProgress(store);
  }

  @Bean
  Commands commands(EventStore store, Turns turns) {
    return new Commands(store, turns);
  }

  @Bean
  Turns turns() {
    return new Turns();
  }
}
