package dev.skald.bench.peers;

import dev.restate.sdk.Context;
import dev.restate.sdk.HandlerRunner;
import dev.restate.sdk.common.TerminalException;
import dev.restate.sdk.endpoint.Endpoint;
import dev.restate.sdk.endpoint.definition.HandlerDefinition;
import dev.restate.sdk.endpoint.definition.HandlerType;
import dev.restate.sdk.endpoint.definition.ServiceDefinition;
import dev.restate.sdk.endpoint.definition.ServiceType;
import dev.restate.sdk.http.vertx.RestateHttpServer;
import dev.restate.serde.Serde;
import dev.restate.serde.SerdeFactory;
import dev.restate.serde.TypeRef;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The transfer as a service that Restate's server calls, and keeps the journal of. */
final class RestateService {

  private static final Serde<String> ID =
      Serde.using(
          "text/plain",
          text -> text.getBytes(StandardCharsets.UTF_8),
          bytes -> new String(bytes, StandardCharsets.UTF_8));
  private static final Serde<Boolean> MADE =
      Serde.using(
          "text/plain",
          made -> made.toString().getBytes(StandardCharsets.UTF_8),
          bytes -> Boolean.valueOf(new String(bytes, StandardCharsets.UTF_8)));

  private final Effects effects;

  private RestateService(Effects effects) {
    this.effects = effects;
  }

  static void listen(Place place, int port) {
    RestateService service = new RestateService(Effects.in(place));
    ServiceDefinition definition =
        ServiceDefinition.of(
            "Transfer",
            ServiceType.SERVICE,
            List.of(service.handler("done", false), service.handler("undone", true)));
    var _ = RestateHttpServer.listen(Endpoint.bind(definition), port);
  }

  private HandlerDefinition<String, Boolean> handler(String name, boolean refused) {
    HandlerRunner<String, Boolean> runner =
        HandlerRunner.of(
            (Context context, String id) -> transfer(context, id, refused),
            new OnlyBooleans(),
            HandlerRunner.Options.DEFAULT);
    return HandlerDefinition.of(name, HandlerType.SHARED, ID, MADE, runner);
  }

  private boolean transfer(Context context, String id, boolean refused) {
    context.run("debit", () -> effects.insert(id, "debit"));
    try {
      context.run("credit", () -> credit(id, refused));
    } catch (TerminalException e) {
      context.run("credit-back", () -> effects.insert(id, "credit-back"));
      return false;
    }
    context.run("record", () -> effects.insert(id, "record"));
    return true;
  }

  private void credit(String id, boolean refused) {
    if (refused) {
      throw new TerminalException("the account is frozen");
    }
    effects.insert(id, "credit");
  }

  /** Steps answer nothing, so nothing has to be written as JSON. */
  private static final class OnlyBooleans implements SerdeFactory {
    @Override
    public <T> Serde<T> create(TypeRef<T> type) {
      throw new UnsupportedOperationException(type.toString());
    }

    @Override
    public <T> Serde<T> create(Class<T> type) {
      throw new UnsupportedOperationException(type.getName());
    }
  }
}
