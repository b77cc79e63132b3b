package dev.skald.api;

import dev.skald.activities.ActivitiesConfiguration;
import dev.skald.activities.RepairConfiguration;
import dev.skald.activities.TemporalConfiguration;
import dev.skald.api.accounts.AccountCommandsController;
import dev.skald.api.accounts.AccountQueriesController;
import dev.skald.api.accounts.LiveAccountsController;
import dev.skald.api.content.ContentQueriesController;
import dev.skald.api.drivers.DriverCommandsController;
import dev.skald.api.drivers.DriverQueriesController;
import dev.skald.api.live.LiveStreams;
import dev.skald.api.loyalty.PointsQueriesController;
import dev.skald.api.orders.OrderQueriesController;
import dev.skald.api.payments.PaymentQueriesController;
import dev.skald.api.sagas.SagasConfiguration;
import dev.skald.api.search.SearchController;
import dev.skald.api.shipping.ShipmentQueriesController;
import dev.skald.api.stock.ProductCommandsController;
import dev.skald.api.stock.ProductQueriesController;
import dev.skald.api.trips.TripCommandsController;
import dev.skald.api.trips.TripQueriesController;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.projections.LogConfiguration;
import dev.skald.projections.ProjectionsConfiguration;
import dev.skald.projections.engine.ReadModels;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What the API is made of. */
@Configuration(proxyBeanMethods = false)
@Import({
  LogConfiguration.class,
  TemporalConfiguration.class,
  ActivitiesConfiguration.class,
  RepairConfiguration.class,
  ProjectionsConfiguration.class,
  Problems.class,
  BodyLimit.class,
  LogController.class,
  SchemasController.class,
  StatisticsController.class,
  ProjectionsController.class,
  DeadLettersController.class,
  AccountCommandsController.class,
  AccountQueriesController.class,
  LiveAccountsController.class,
  ProductCommandsController.class,
  ProductQueriesController.class,
  OrderQueriesController.class,
  PaymentQueriesController.class,
  PointsQueriesController.class,
  ShipmentQueriesController.class,
  DriverCommandsController.class,
  DriverQueriesController.class,
  TripCommandsController.class,
  TripQueriesController.class,
  ContentQueriesController.class,
  SearchController.class,
  SagasConfiguration.class
})
@EnableConfigurationProperties(ApiProperties.class)
@PropertySource("classpath:skald-api.properties")
public class ApiConfiguration {

  static {
    DescribedTypes.tell();
  }

  @Bean
  OpenAPI description() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Skald")
                .version("v1")
                .description(
                    "Sagas to start, follow and repair; accounts, products and drivers to change;"
                        + " read models of all that happened; the log itself. What goes wrong is"
                        + " answered as application/problem+json with a stable code."));
  }

  @Bean
  DescribedProblems describedProblems() {
    return new DescribedProblems();
  }

  /** The JSON of callers is the JSON of events, and says nothing twice. */
  @Bean
  JsonMapper jsonMapper() {
    return EventTypeRegistry.jsonMapper()
        .rebuild()
        .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
        .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
        .build();
  }

  @Bean
  RequestBodies requestBodies(JsonMapper json) {
    return new RequestBodies(json);
  }

  @Bean
  RequestRecords requestRecords(JsonMapper json, RequestBodies bodies) {
    return new RequestRecords(json, bodies);
  }

  @Bean
  ReadYourWrites readYourWrites(ReadModels models) {
    return new ReadYourWrites(models);
  }

  @Bean
  WebMvcConfigurer checkedParameters() {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new StorableParameters()).addPathPatterns("/api/v1/**");
        registry.addInterceptor(new KnownParameters()).addPathPatterns("/api/v1/**");
      }
    };
  }

  @Bean
  OnlyJson onlyJson() {
    return new OnlyJson();
  }

  @Bean
  FilterRegistrationBean<AnswerTags> answerTags() {
    var registration = new FilterRegistrationBean<>(new AnswerTags());
    registration.addUrlPatterns("/api/v1/*");
    return registration;
  }

  @Bean
  WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> serverProblems(JsonMapper json) {
    return server ->
        server.addContextCustomizers(
            context -> context.getParent().getPipeline().addValve(new ServerProblems(json)));
  }

  @Bean
  LiveStreams liveStreams(EventStore store, JsonMapper json, ApiProperties properties) {
    return new LiveStreams(store, json, properties);
  }
}
