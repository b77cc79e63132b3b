package dev.skald.worker.golden;

import dev.skald.domain.Origin;
import dev.skald.workflows.engine.Decision;
import dev.skald.workflows.engine.OutsideEvent;
import dev.skald.workflows.engine.SagaJournal.RecordedAnswer;
import dev.skald.workflows.engine.SagaType;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.MarkerRecordedEventAttributes;
import io.temporal.common.converter.DataConverter;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What people do so that a run goes on: they let everything be tried again, settle what cannot be
 * undone, and send the events that are waited for. What it waits for is read off its history.
 */
final class People {

  private static final Origin ORIGIN = new Origin("somebody", "c-2", null, null, null, null);
  private static final String OF_UNDO = "the undo of ";

  /** What they do next. */
  sealed interface Act {

    record Decide(String update, Payloads arguments) implements Act {}

    record Send(Payloads input) implements Act {}

    record Nothing() implements Act {}
  }

  private record Question(String step, String answer, int number) {}

  private final SagaType<?> saga;
  private final DataConverter converter;
  private final Map<String, Question> questions = new LinkedHashMap<>();
  private final Set<String> awaited = new LinkedHashSet<>();
  private int asked;

  People(SagaType<?> saga, DataConverter converter) {
    this.saga = saga;
    this.converter = converter;
  }

  Act act() {
    Iterator<Question> next = questions.values().iterator();
    if (next.hasNext()) {
      Question question = next.next();
      next.remove();
      Decision decision = new Decision(question.number(), "it must go on", null, ORIGIN);
      return new Act.Decide(question.answer(), payloads(question.step(), decision));
    }
    Iterator<String> events = awaited.iterator();
    if (events.hasNext() && saga.steps().get(events.next()) instanceof OutsideEvent<?> event) {
      events.remove();
      return new Act.Send(payloads(event.eventType()));
    }
    return new Act.Nothing();
  }

  void read(HistoryEvent event) {
    if (event.hasMarkerRecordedEventAttributes()
        && event.getMarkerRecordedEventAttributes().getMarkerName().equals("LocalActivity")) {
      MarkerRecordedEventAttributes marker = event.getMarkerRecordedEventAttributes();
      String type = read(marker.getDetailsMap().get("type"), String.class).orElseThrow();
      if (!marker.hasFailure()) {
        read(type, summary(event), marker.getDetailsMap().get("result"));
      }
    } else if (event.hasActivityTaskScheduledEventAttributes()) {
      String type = event.getActivityTaskScheduledEventAttributes().getActivityType().getName();
      read(type, summary(event), null);
    }
  }

  private void read(String type, String summary, @Nullable Payloads result) {
    switch (type) {
      case "saga.OperatorAsked" -> {
        asked++;
        String step = summary.replace(" waits for an operator", "");
        questions.put(step, new Question(step, "retry", asked));
      }
      case "saga.UndoFailed" -> {
        asked++;
        String step = summary.replace(" waits for an operator", "").replace(OF_UNDO, "");
        questions.put(step, new Question(step, "resolve", asked));
      }
      case "saga.RetryDecided" -> questions.remove(summary.replace(" is tried again", ""));
      case "saga.SettleStep", "saga.UndoSettled" ->
          questions.remove(summary.replace(" is settled by an operator", "").replace(OF_UNDO, ""));
      case "saga.StepFailed" -> {
        questions.remove(summary.replace(" failed", ""));
        awaited.remove(summary.replace(" failed", ""));
      }
      case "saga.TakeEvent" -> {
        if (read(result, RecordedAnswer.class).map(RecordedAnswer::answer).isPresent()) {
          awaited.remove(summary);
        } else {
          awaited.add(summary);
        }
      }
      default -> {}
    }
  }

  private String summary(HistoryEvent event) {
    return converter.fromPayload(event.getUserMetadata().getSummary(), String.class, String.class);
  }

  private <T> Optional<T> read(@Nullable Payloads payloads, Class<T> type) {
    return payloads == null
        ? Optional.empty()
        : Optional.ofNullable(converter.fromPayloads(0, Optional.of(payloads), type, type));
  }

  private Payloads payloads(Object... values) {
    return converter.toPayloads(values).orElseThrow();
  }
}
