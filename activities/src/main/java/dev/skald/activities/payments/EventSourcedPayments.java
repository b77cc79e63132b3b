package dev.skald.activities.payments;

import dev.skald.activities.Outcome;
import dev.skald.activities.RehearsalProperties;
import dev.skald.activities.StepRecorder;
import dev.skald.activities.Streams;
import dev.skald.domain.Refusal;
import dev.skald.domain.payments.Payment;
import dev.skald.domain.payments.PaymentEvent;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.UndoAnswer;
import dev.skald.workflows.steps.PaymentSteps;

/** The payments' steps, each decided on the payment's own stream. */
final class EventSourcedPayments implements PaymentSteps {

  private final StepRecorder recorder;
  private final Streams<Payment, PaymentEvent> payments;
  private final RehearsalProperties rehearsals;
  private final Rehearsal rehearsal;

  EventSourcedPayments(
      StepRecorder recorder,
      Streams<Payment, PaymentEvent> payments,
      RehearsalProperties rehearsals,
      Rehearsal rehearsal) {
    this.recorder = recorder;
    this.payments = payments;
    this.rehearsals = rehearsals;
    this.rehearsal = rehearsal;
  }

  @Override
  public StepAnswer<PaymentReceipt> take(StepCall call, TakePayment command) {
    return recorder.perform(
        call,
        command,
        PaymentReceipt.class,
        () -> {
          TokenWords words = words(command);
          rehearsal.play(call, words);
          return words.declined()
              ? refused("payment-declined", "the means of payment was declined")
              : payments.decide(
                  command.paymentId().value(),
                  payment ->
                      Payment.take(payment, command.payer(), command.amount(), command.reference()),
                  _ -> receipt(command));
        });
  }

  @Override
  public UndoAnswer refund(StepCall call, TakePayment command) {
    return recorder.undo(
        call,
        command,
        () ->
            words(command).refundFails()
                ? refused("refund-refused", "the means of payment takes nothing back")
                : payments.decide(
                    command.paymentId().value(), Payment::refund, _ -> receipt(command)));
  }

  private static PaymentReceipt receipt(TakePayment command) {
    return new PaymentReceipt(command.paymentId(), command.amount());
  }

  private static Outcome<PaymentReceipt> refused(String code, String message) {
    return new Outcome.Refused<>(new Refusal(code, message));
  }

  private TokenWords words(TakePayment command) {
    return rehearsals.enabled() ? TokenWords.of(command.token()) : TokenWords.NONE;
  }
}
