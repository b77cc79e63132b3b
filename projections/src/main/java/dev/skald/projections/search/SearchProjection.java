package dev.skald.projections.search;

import dev.skald.domain.content.ContentEvent;
import dev.skald.domain.content.ContentEvent.ContentCatalogued;
import dev.skald.domain.content.ContentEvent.ContentDeleted;
import dev.skald.domain.content.ContentEvent.ContentPublished;
import dev.skald.domain.content.ContentEvent.ContentStored;
import dev.skald.domain.content.ContentEvent.ContentTranscoded;
import dev.skald.domain.content.ContentEvent.ContentWithdrawn;
import dev.skald.domain.content.ContentEvent.MetadataDiscarded;
import dev.skald.domain.content.ContentEvent.MetadataExtracted;
import dev.skald.domain.content.ContentEvent.RenditionsDiscarded;
import dev.skald.domain.content.ContentEvent.ThumbnailsDiscarded;
import dev.skald.domain.content.ContentEvent.ThumbnailsMade;
import dev.skald.domain.content.Profile;
import dev.skald.domain.orders.OrderEvent;
import dev.skald.domain.orders.OrderEvent.Line;
import dev.skald.domain.orders.OrderEvent.OrderCancelled;
import dev.skald.domain.orders.OrderEvent.OrderValidated;
import dev.skald.domain.sagas.SagaEvent;
import dev.skald.domain.sagas.SagaEvent.EventAwaited;
import dev.skald.domain.sagas.SagaEvent.EventReceived;
import dev.skald.domain.sagas.SagaEvent.OperatorAsked;
import dev.skald.domain.sagas.SagaEvent.RecoveryTried;
import dev.skald.domain.sagas.SagaEvent.SagaCalledOff;
import dev.skald.domain.sagas.SagaEvent.SagaCompensated;
import dev.skald.domain.sagas.SagaEvent.SagaCompensationFailed;
import dev.skald.domain.sagas.SagaEvent.SagaCompleted;
import dev.skald.domain.sagas.SagaEvent.SagaRolledBack;
import dev.skald.domain.sagas.SagaEvent.SagaStalled;
import dev.skald.domain.sagas.SagaEvent.SagaStarted;
import dev.skald.domain.sagas.SagaEvent.SagaStuck;
import dev.skald.domain.sagas.SagaEvent.SagaTurned;
import dev.skald.domain.sagas.SagaEvent.SagaUnstuck;
import dev.skald.domain.sagas.SagaEvent.StepCompleted;
import dev.skald.domain.sagas.SagaEvent.StepFailed;
import dev.skald.domain.sagas.SagaEvent.StepProgressed;
import dev.skald.domain.sagas.SagaEvent.StepRefused;
import dev.skald.domain.sagas.SagaEvent.StepSettled;
import dev.skald.domain.sagas.SagaEvent.StepStarted;
import dev.skald.domain.sagas.SagaEvent.StepTryFailed;
import dev.skald.domain.sagas.SagaEvent.UndoCompleted;
import dev.skald.domain.sagas.SagaEvent.UndoFailed;
import dev.skald.domain.sagas.SagaEvent.UndoSettled;
import dev.skald.domain.sagas.SagaEvent.UndoTryFailed;
import dev.skald.projections.engine.Fact;
import dev.skald.projections.engine.Projection;
import dev.skald.projections.engine.Rows;
import dev.skald.projections.engine.Source;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What orders, content and sagas are found by. Left out, since nobody may search for it: customers
 * and addresses, the address that content comes from, which may hold a secret, what a saga was
 * asked to do, and the messages of failures, which may quote any of these.
 */
public final class SearchProjection implements Projection {

  public static final String NAME = "search";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public List<String> tables() {
    return List.of("search_document", "search_word");
  }

  @Override
  public List<Source<?>> sources() {
    return List.of(
        Source.eachEvent(OrderEvent.CATEGORY, OrderEvent.class, SearchProjection::order),
        Source.eachEvent(ContentEvent.CATEGORY, ContentEvent.class, SearchProjection::content),
        Source.eachEvent(SagaEvent.CATEGORY, SagaEvent.class, SearchProjection::saga));
  }

  private static void order(Fact<OrderEvent> fact, Rows rows) {
    switch (fact.event()) {
      case OrderValidated(_, List<Line> lines, _, _) ->
          Document.of(
                  Kind.ORDERS,
                  fact,
                  joined(", ", lines.stream().map(Line::name)),
                  joined(" ", lines.stream().map(line -> line.sku().value())))
              .write(rows);
      case OrderCancelled _ -> {}
    }
  }

  private static void content(Fact<ContentEvent> fact, Rows rows) {
    switch (fact.event()) {
      case ContentStored(var title, _, List<Profile> profiles, _) ->
          Document.of(
                  Kind.CONTENT,
                  fact,
                  title.value(),
                  joined(" ", profiles.stream().map(Profile::value)))
              .write(rows);
      // Its row stays, as its stream does; but nothing finds it any more.
      case ContentDeleted _ -> Document.of(Kind.CONTENT, fact, "", "").hide(rows);
      case ThumbnailsMade _,
          ThumbnailsDiscarded _,
          MetadataExtracted _,
          MetadataDiscarded _,
          ContentTranscoded _,
          RenditionsDiscarded _,
          ContentCatalogued _,
          ContentWithdrawn _,
          ContentPublished _ -> {}
    }
  }

  private static void saga(Fact<SagaEvent> fact, Rows rows) {
    switch (fact.event()) {
      case SagaStarted started ->
          Document.of(Kind.SAGAS, fact, started.type(), started.businessKey()).write(rows);
      case StepRefused no -> problem(fact, no.step(), no.code(), rows);
      case StepFailed no -> problem(fact, no.step(), no.code(), rows);
      case OperatorAsked by -> problem(fact, by.step(), by.code(), rows);
      case SagaTurned back -> problem(fact, back.step(), back.code(), rows);
      case UndoFailed no -> problem(fact, no.step(), no.code(), rows);
      case SagaCompensated end -> problem(fact, end.step(), end.code(), rows);
      case SagaCompensationFailed end -> problem(fact, end.step(), end.code(), rows);
      case StepStarted _,
          StepProgressed _,
          StepTryFailed _,
          StepCompleted _,
          EventAwaited _,
          EventReceived _,
          StepSettled _,
          UndoTryFailed _,
          UndoCompleted _,
          UndoSettled _,
          SagaRolledBack _,
          SagaStalled _,
          SagaStuck _,
          SagaUnstuck _,
          SagaCalledOff _,
          RecoveryTried _,
          SagaCompleted _ -> {}
    }
  }

  private static void problem(Fact<SagaEvent> fact, String step, String code, Rows rows) {
    Document.of(Kind.SAGAS, fact, "", step + " " + code).add(rows);
  }

  private static String joined(String between, Stream<String> texts) {
    return texts.distinct().collect(Collectors.joining(between));
  }
}
