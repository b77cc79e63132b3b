package dev.skald.api;

import dev.skald.api.InvalidRequest.FieldError;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** Tells the API's description what may go wrong: by rules, which all calls obey. */
final class DescribedProblems implements OpenApiCustomizer {

  private static final Map<String, String> MEANINGS =
      new TreeMap<>(
          Map.of(
              "400", "The request makes no sense; errors say where",
              "404", "There is no such thing",
              "409", "It is not possible as things are",
              "413", "The request is larger than any that makes sense",
              "415", "The request is not JSON, or says that it is not",
              "422", "The Idempotency-Key was used for another request",
              "503", "Somebody who is needed does not answer; Retry-After says when to try again"));

  /** What is wrong, as a problem of RFC 9457. */
  @Schema(name = "Problem")
  private record Body(
      String title,
      int status,
      String detail,
      String instance,
      @Schema(description = "stable, unlike the detail") String code,
      @Schema(description = "of a 400") @Nullable List<FieldError> errors) {}

  @Override
  public void customise(OpenAPI api) {
    ResolvedSchema body =
        ModelConverters.getInstance(true)
            .resolveAsResolvedSchema(new AnnotatedType(Body.class).resolveAsRef(true));
    Components components = api.getComponents();
    body.referencedSchemas.forEach(components::addSchemas);
    MEANINGS.forEach(
        (status, meaning) ->
            components.addResponses(
                name(status),
                new ApiResponse()
                    .description(meaning)
                    .content(
                        new Content()
                            .addMediaType(
                                "application/problem+json", new MediaType().schema(body.schema)))));
    api.getPaths()
        .forEach(
            (path, calls) ->
                calls.readOperationsMap().forEach((method, call) -> describe(path, method, call)));
  }

  private static void describe(String path, HttpMethod method, Operation call) {
    for (String status : MEANINGS.keySet()) {
      if (mayBe(status, path, method, call)) {
        call.getResponses().addApiResponse(status, new ApiResponse().$ref(name(status)));
      }
    }
  }

  private static boolean mayBe(String status, String path, HttpMethod method, Operation call) {
    return switch (status) {
      // What is put is there after that.
      case "404" -> path.contains("{") && method != HttpMethod.PUT;
      // What is begun under a key of its own finds nothing in its way; a plan is asked of the run.
      case "409" ->
          path.endsWith("/undo-plan") || (method != HttpMethod.GET && !path.endsWith("/{type}"));
      case "413", "415" -> call.getRequestBody() != null;
      case "422" -> isOncePerKey(call);
      // What the program itself knows needs nobody.
      case "503" -> !path.startsWith("/api/v1/saga-types") && !path.startsWith("/api/v1/schemas");
      default -> true;
    };
  }

  private static boolean isOncePerKey(Operation call) {
    return call.getParameters() != null
        && call.getParameters().stream()
            .anyMatch(parameter -> "Idempotency-Key".equals(parameter.getName()));
  }

  private static String name(String status) {
    return "Problem" + status;
  }
}
