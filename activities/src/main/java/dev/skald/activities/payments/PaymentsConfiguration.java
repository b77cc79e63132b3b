package dev.skald.activities.payments;

import dev.skald.activities.RehearsalProperties;
import dev.skald.activities.StepProgress;
import dev.skald.activities.StepRecorder;
import dev.skald.activities.Streams;
import dev.skald.domain.payments.Payment;
import dev.skald.domain.payments.PaymentEvent;
import dev.skald.eventstore.EventStore;
import dev.skald.eventstore.EventTypeRegistry;
import dev.skald.workflows.steps.PaymentSteps;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The payments' part. */
@Configuration(proxyBeanMethods = false)
public class PaymentsConfiguration {

  @Bean
  Streams<Payment, PaymentEvent> paymentStreams(EventStore store, EventTypeRegistry types) {
    return new Streams<>(
        store, types, PaymentEvent.CATEGORY, PaymentEvent.class, Payment.NONE, Payment::evolve);
  }

  @Bean
  PaymentSteps paymentSteps(
      StepRecorder recorder,
      Streams<Payment, PaymentEvent> payments,
      RehearsalProperties rehearsals,
      StepProgress progress) {
    return new EventSourcedPayments(recorder, payments, rehearsals, new Rehearsal(progress));
  }
}
