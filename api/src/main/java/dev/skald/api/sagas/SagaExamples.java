package dev.skald.api.sagas;

import dev.skald.workflows.engine.Saga;
import dev.skald.workflows.engine.SagaType;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Shows in the API's description how each saga is started. */
final class SagaExamples implements OpenApiCustomizer {

  private static final String START = "/api/v1/sagas/{type}";

  private final SagaTypes types;
  private final JsonMapper json;

  SagaExamples(SagaTypes types, JsonMapper json) {
    this.types = types;
    this.json = json;
  }

  @Override
  public void customise(OpenAPI api) {
    PathItem path = api.getPaths() == null ? null : api.getPaths().get(START);
    if (path == null || path.getPost() == null) {
      return;
    }
    MediaType body = new MediaType().schema(new ObjectSchema());
    for (Saga<?> saga : types.all()) {
      SagaType<?> type = saga.type();
      body.addExamples(type.name(), example(type, type.example()));
      type.otherExamples()
          .forEach(
              (name, other) -> body.addExamples(type.name() + " " + name, example(type, other)));
    }
    Operation start = path.getPost();
    start.setRequestBody(
        new RequestBody()
            .required(true)
            .content(new Content().addMediaType("application/json", body)));
    header(start, "Idempotency-Key", true, "the saga is started once for each key");
    header(start, "Skald-Priority", false, "from 1, the most urgent, to 5");
    header(start, "Skald-Initiator", false, "for whom it is done, if that is not the actor");
  }

  private Example example(SagaType<?> type, Record request) {
    return new Example()
        .summary(type.purpose())
        .value(json.convertValue(request, new TypeReference<Map<String, Object>>() {}));
  }

  private static void header(Operation start, String name, boolean required, String meaning) {
    start.addParametersItem(
        new HeaderParameter().name(name).required(required).description(meaning));
  }
}
