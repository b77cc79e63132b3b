package dev.skald.projections;

import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.eventstore.KafkaProperties;
import dev.skald.eventstore.RelayListener;
import dev.skald.eventstore.RelayParking;
import dev.skald.eventstore.RelayPosition;
import dev.skald.projections.accounts.AccountHistory;
import dev.skald.projections.accounts.AccountProjection;
import dev.skald.projections.accounts.AccountQueries;
import dev.skald.projections.accounts.AccountStatistics;
import dev.skald.projections.accounts.TransferProjection;
import dev.skald.projections.accounts.TransferQueries;
import dev.skald.projections.accounts.TransferStatistics;
import dev.skald.projections.content.ContentProjection;
import dev.skald.projections.content.ContentQueries;
import dev.skald.projections.drivers.DriverProjection;
import dev.skald.projections.drivers.DriverQueries;
import dev.skald.projections.engine.DeadLetterDesk;
import dev.skald.projections.engine.KafkaSettings;
import dev.skald.projections.engine.LogMembership;
import dev.skald.projections.engine.Projection;
import dev.skald.projections.engine.ProjectionControl;
import dev.skald.projections.engine.Projections;
import dev.skald.projections.engine.ReadModels;
import dev.skald.projections.engine.RelayedHere;
import dev.skald.projections.engine.RememberedEvents;
import dev.skald.projections.engine.StreamFold;
import dev.skald.projections.loyalty.PointsProjection;
import dev.skald.projections.loyalty.PointsQueries;
import dev.skald.projections.notifications.NotificationProjection;
import dev.skald.projections.orders.OrderProjection;
import dev.skald.projections.orders.OrderQueries;
import dev.skald.projections.payments.PaymentProjection;
import dev.skald.projections.payments.PaymentQueries;
import dev.skald.projections.sagas.OpenSagas;
import dev.skald.projections.sagas.SagaProjection;
import dev.skald.projections.sagas.SagaQueries;
import dev.skald.projections.sagas.SagaStatistics;
import dev.skald.projections.search.PostgresSearch;
import dev.skald.projections.search.Search;
import dev.skald.projections.search.SearchProjection;
import dev.skald.projections.shipping.ShipmentProjection;
import dev.skald.projections.shipping.ShipmentQueries;
import dev.skald.projections.stock.ProductProjection;
import dev.skald.projections.stock.ProductQueries;
import dev.skald.projections.trips.TripProjection;
import dev.skald.projections.trips.TripQueries;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The read models: the queries always, the folding where it is switched on. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
  ProjectionProperties.class,
  ReadModelProperties.class,
  KafkaProperties.class
})
public class ProjectionsConfiguration {

  /** Positions that all projections have asked for by the time they are forgotten. */
  private static final int REMEMBERED = 10_000;

  /** All projections, in the order in which they are shown. */
  public static final List<Projection> PROJECTIONS =
      List.of(
          new AccountProjection(),
          new TransferProjection(),
          new ProductProjection(),
          new OrderProjection(),
          new PaymentProjection(),
          new PointsProjection(),
          new ShipmentProjection(),
          new NotificationProjection(),
          new DriverProjection(),
          new TripProjection(),
          new ContentProjection(),
          new SagaProjection(),
          new SearchProjection());

  @Bean
  ReadModelDatabase readModelDatabase(
      ReadModelProperties properties, ObjectProvider<DataSource> applications) {
    return properties.hasOwnDatabase()
        ? ReadModelDatabase.own(properties)
        : ReadModelDatabase.of(applications.getObject());
  }

  @Bean
  ReadModels readModels(ReadModelDatabase database) {
    return new ReadModels(database.dataSource());
  }

  @Bean
  StreamFold streamFold(EventStore log, EventTypeRegistry types) {
    return new StreamFold(log, types);
  }

  @Bean
  ProjectionControl projectionControl(ReadModelDatabase database, EventStore log) {
    return new ProjectionControl(PROJECTIONS, database.dataSource(), log, Clock.systemUTC());
  }

  @Bean
  DeadLetterDesk deadLetterDesk(
      ReadModelDatabase database, EventStore log, EventTypeRegistry types, RelayParking parking) {
    return new DeadLetterDesk(PROJECTIONS, database.dataSource(), log, types, parking);
  }

  @Bean
  DeadLetterQueries deadLetterQueries(DeadLetterDesk desk) {
    return new DeadLetterQueries(desk);
  }

  @Bean
  AccountQueries accountQueries(ReadModelDatabase database) {
    return new AccountQueries(database.jdbc());
  }

  @Bean
  AccountHistory accountHistory(StreamFold fold) {
    return new AccountHistory(fold);
  }

  @Bean
  AccountStatistics accountStatistics(ReadModelDatabase database) {
    return new AccountStatistics(database.jdbc());
  }

  @Bean
  SagaStatistics sagaStatistics(ReadModelDatabase database) {
    return new SagaStatistics(database.jdbc());
  }

  @Bean
  TransferQueries transferQueries(ReadModelDatabase database) {
    return new TransferQueries(database.jdbc());
  }

  @Bean
  TransferStatistics transferStatistics(ReadModelDatabase database) {
    return new TransferStatistics(database.jdbc());
  }

  @Bean
  ProductQueries productQueries(ReadModelDatabase database) {
    return new ProductQueries(database.jdbc());
  }

  @Bean
  OrderQueries orderQueries(ReadModelDatabase database) {
    return new OrderQueries(database.jdbc());
  }

  @Bean
  PaymentQueries paymentQueries(ReadModelDatabase database) {
    return new PaymentQueries(database.jdbc());
  }

  @Bean
  PointsQueries pointsQueries(ReadModelDatabase database) {
    return new PointsQueries(database.jdbc());
  }

  @Bean
  ShipmentQueries shipmentQueries(ReadModelDatabase database) {
    return new ShipmentQueries(database.jdbc());
  }

  @Bean
  DriverQueries driverQueries(ReadModelDatabase database) {
    return new DriverQueries(database.jdbc());
  }

  @Bean
  TripQueries tripQueries(ReadModelDatabase database) {
    return new TripQueries(database.jdbc());
  }

  @Bean
  ContentQueries contentQueries(ReadModelDatabase database) {
    return new ContentQueries(database.jdbc());
  }

  @Bean
  OpenSagas openSagas(ReadModelDatabase database) {
    return new OpenSagas(database.jdbc());
  }

  @Bean
  SagaQueries sagaQueries(ReadModelDatabase database) {
    return new SagaQueries(database.jdbc());
  }

  @Bean
  Search search(ReadModelDatabase database) {
    return new PostgresSearch(database.dataSource());
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = "skald.projections.enabled", matchIfMissing = true)
  static class Folding {

    // The lifecycle closes it, in its own time.
    @Bean(destroyMethod = "")
    Projections projections(
        ReadModelDatabase database,
        ReadModels readModels,
        Projections.Log log,
        KafkaProperties kafka,
        ProjectionProperties properties,
        ObjectProvider<MeterRegistry> meters) {
      return new Projections(
          PROJECTIONS,
          new Projections.Tables(
              database.folding(),
              () -> ReadModelSchema.migrate(database.dataSource()),
              readModels::moved),
          log,
          new KafkaSettings(
              kafka.bootstrapServers(),
              kafka.topicPrefix(),
              properties.groupPrefix(),
              kafka.properties()),
          meters.getIfAvailable(() -> Metrics.globalRegistry));
    }

    @Bean
    RememberedEvents rememberedEvents(EventStore store) {
      return new RememberedEvents(LogMembership.reading(store), REMEMBERED);
    }

    @Bean
    RelayedHere relayedHere() {
      return new RelayedHere();
    }

    /** What a relay of this program sends, it has read in the log. */
    @Bean
    RelayListener relayListener(RememberedEvents events, RelayedHere relayed) {
      return (from, sent, to) -> {
        events.remember(sent);
        relayed.sending(from, sent, to);
      };
    }

    @Bean
    Projections.Log projectionLog(
        EventStore store,
        EventTypeRegistry types,
        RelayPosition relay,
        RememberedEvents membership,
        RelayedHere relayed) {
      return new Projections.Log(store, types, membership, relay, relayed);
    }

    @Bean
    ProjectionsLifecycle projectionsLifecycle(Projections projections) {
      return new ProjectionsLifecycle(projections);
    }
  }
}
