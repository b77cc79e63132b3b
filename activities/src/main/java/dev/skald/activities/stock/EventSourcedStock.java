package dev.skald.activities.stock;

import dev.skald.activities.Outcome;
import dev.skald.activities.Outcome.Facts;
import dev.skald.activities.StepRecorder;
import dev.skald.activities.Streams;
import dev.skald.activities.Turns;
import dev.skald.domain.Decision;
import dev.skald.domain.Refusal;
import dev.skald.domain.stock.Product;
import dev.skald.domain.stock.StockEvent;
import dev.skald.eventstore.Loaded;
import dev.skald.eventstore.StreamId;
import dev.skald.workflows.engine.StepAnswer;
import dev.skald.workflows.engine.StepCall;
import dev.skald.workflows.engine.UndoAnswer;
import dev.skald.workflows.steps.StockSteps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The stock's steps. All products of an order are decided on together and appended at once, each
 * expected to be as it was when it was looked at: all of them are reserved, or none is.
 */
final class EventSourcedStock implements StockSteps {

  private final StepRecorder recorder;
  private final Streams<Product, StockEvent> products;
  private final Turns turns;

  EventSourcedStock(StepRecorder recorder, Streams<Product, StockEvent> products, Turns turns) {
    this.recorder = recorder;
    this.products = products;
    this.turns = turns;
  }

  private interface Decide {
    Decision<StockEvent> on(Product product, long quantity);
  }

  @Override
  public StepAnswer<ReservationReceipt> reserve(StepCall call, ReserveStock command) {
    return turns.take(
        streams(command),
        () ->
            recorder.perform(
                call,
                command,
                ReservationReceipt.class,
                () ->
                    each(
                        command,
                        (product, quantity) ->
                            Product.reserve(product, command.orderId(), quantity))));
  }

  @Override
  public UndoAnswer release(StepCall call, ReserveStock command) {
    return turns.take(
        streams(command),
        () ->
            recorder.undo(
                call,
                command,
                () ->
                    each(
                        command,
                        (product, quantity) ->
                            Product.release(product, command.orderId(), quantity))));
  }

  private Outcome<ReservationReceipt> each(ReserveStock command, Decide decision) {
    List<Facts> facts = new ArrayList<>();
    for (Map.Entry<String, Long> wanted : quantities(command).entrySet()) {
      Loaded<Product> loaded = products.load(wanted.getKey());
      switch (decision.on(loaded.state(), wanted.getValue())) {
        case Decision.Refused<StockEvent>(Refusal(String code, String message)) -> {
          return new Outcome.Refused<>(
              new Refusal(code, "'%s': %s".formatted(wanted.getKey(), message)));
        }
        case Decision.Accepted<StockEvent>(var events) -> facts.add(products.facts(loaded, events));
      }
    }
    return new Outcome.Done<>(new ReservationReceipt(command.orderId()), facts);
  }

  /** By product, since one may stand in several lines. One that makes no sense keeps its sign. */
  private static SortedMap<String, Long> quantities(ReserveStock command) {
    SortedMap<String, Long> quantities = new TreeMap<>();
    for (Line line : command.lines()) {
      quantities.merge(
          line.sku().value(),
          line.quantity(),
          (one, other) -> Math.min(one, other) < 1 ? Math.min(one, other) : one + other);
    }
    return quantities;
  }

  private List<StreamId> streams(ReserveStock command) {
    return command.lines().stream().map(line -> products.stream(line.sku().value())).toList();
  }
}
