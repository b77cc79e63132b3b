package dev.skald.projections.engine;

import dev.skald.domain.CustomerId;
import dev.skald.domain.Money;
import dev.skald.domain.Sku;
import dev.skald.domain.content.ContentEvent.ContentStored;
import dev.skald.domain.content.Profile;
import dev.skald.domain.content.SourceUrl;
import dev.skald.domain.content.Title;
import dev.skald.domain.orders.OrderEvent.Line;
import dev.skald.domain.orders.OrderEvent.OrderValidated;
import dev.skald.domain.sagas.SagaEvent.SagaCompensated;
import dev.skald.domain.sagas.SagaEvent.SagaStarted;
import dev.skald.domain.sagas.SagaEvent.SagaTurned;
import dev.skald.domain.sagas.SagaEvent.StepRefused;
import dev.skald.eventstore.RecordedEvent;
import dev.skald.projections.ProjectionsConfiguration;
import java.util.List;
import java.util.Map;

/** A few orders, some content and two sagas, with what must not be found about them. */
final class SearchHistories {

  final World world;
  private int folded;

  SearchHistories(World world) {
    this.world = world;
    content("c1", "The Great Escape");
    content("c2", "Great Expectations, a café film");
    order("o1", "red-lamp", "A red lamp");
    order("o2", "book-7f3a", "The book of lamps");
    saga("account-transfer-k1", "account-transfer", "t1");
    saga("order-processing-k2", "order-processing", "o2");
    world.append(
        "saga-order-processing-k2",
        new StepRefused("take-payment", 1, "payment-declined", "card of Ada, tok-secret", 1, null),
        new SagaTurned(null, "take-payment", "payment-declined", "card of Ada, tok-secret"),
        new SagaCompensated("take-payment", "payment-declined", "card of Ada, tok-secret"));
    fold();
  }

  void fold() {
    List<RecordedEvent> all = world.events();
    for (Projection projection : ProjectionsConfiguration.PROJECTIONS) {
      var events =
          all.stream()
              .skip(folded)
              .filter(e -> projection.categories().contains(e.streamId().category()))
              .toList();
      world.folder(world.pool, projection).fold(new Folder.Batch(1, events, List.of(), List.of()));
    }
    folded = all.size();
  }

  void content(String id, String title) {
    world.append(
        "content-" + id,
        new ContentStored(
            new Title(title),
            new SourceUrl("https://user:s3cret@example.com/film?key=s3cret"),
            List.of(new Profile("720p")),
            "content-processing-" + id));
  }

  void order(String id, String sku, String name) {
    Money price = Money.of("12.50", "EUR");
    world.append(
        "order-" + id,
        new OrderValidated(
            new CustomerId("c-17"),
            List.of(new Line(new Sku(sku), name, 1, price)),
            price,
            OrderHistories.HOME));
  }

  void saga(String id, String type, String key) {
    world.append(
        "saga-" + id,
        new SagaStarted(
            type,
            key,
            "hash",
            List.of("take-payment"),
            Map.of("payment", Map.of("token", "tok-secret"), "customer", "Ada"),
            "Ada",
            null));
  }
}
