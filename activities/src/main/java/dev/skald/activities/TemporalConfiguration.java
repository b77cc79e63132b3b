package dev.skald.activities;

import dev.skald.eventstore.EventTypeRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.Jackson3JsonPayloadConverter;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.util.List;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The connection to Temporal that starters of sagas and workers share, so that a run can be handed
 * to a worker of the same process without a detour. It connects when it is first used.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TemporalProperties.class)
public class TemporalConfiguration {

  @Bean(destroyMethod = "shutdown")
  WorkflowServiceStubs temporalStubs(TemporalProperties properties) {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder()
            .setTarget(properties.target())
            .setGrpcClientInterceptors(List.of(new TemporalTurns(properties.callsAtOnce())))
            .build());
  }

  @Bean
  WorkflowClient temporalClient(WorkflowServiceStubs stubs, TemporalProperties properties) {
    return WorkflowClient.newInstance(
        stubs,
        WorkflowClientOptions.newBuilder()
            .setNamespace(properties.namespace())
            .setDataConverter(converter(properties))
            .build());
  }

  /** With a codec, failures are encoded as well: their messages hold what steps were told. */
  private static DataConverter converter(TemporalProperties properties) {
    Class<? extends PayloadCodec> codec = properties.payloadCodec();
    return codec == null
        ? converter()
        : new CodecDataConverter(converter(), List.of(BeanUtils.instantiateClass(codec)), true);
  }

  @Bean
  TemporalHealth temporalHealthIndicator(
      WorkflowServiceStubs stubs, TemporalProperties properties) {
    return new TemporalHealth(stubs, properties);
  }

  /** Payloads are written like events: amounts as decimal strings, times in ISO-8601. */
  static DataConverter converter() {
    return DefaultDataConverter.newDefaultInstance()
        .withPayloadConverterOverrides(
            new Jackson3JsonPayloadConverter(EventTypeRegistry.jsonMapper()));
  }
}
