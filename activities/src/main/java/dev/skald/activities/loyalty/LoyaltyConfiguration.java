package dev.skald.activities.loyalty;

import dev.skald.activities.StepRecorder;
import dev.skald.activities.Streams;
import dev.skald.domain.loyalty.Award;
import dev.skald.domain.loyalty.PointsEvent;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.workflows.steps.LoyaltySteps;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The points' part. */
@Configuration(proxyBeanMethods = false)
public class LoyaltyConfiguration {

  @Bean
  Streams<Award, PointsEvent> awardStreams(EventStore store, EventTypeRegistry types) {
    return new Streams<>(
        store, types, PointsEvent.CATEGORY, PointsEvent.class, Award.NONE, Award::evolve);
  }

  @Bean
  LoyaltySteps loyaltySteps(StepRecorder recorder, Streams<Award, PointsEvent> awards) {
    return new EventSourcedPoints(recorder, awards);
  }
}
