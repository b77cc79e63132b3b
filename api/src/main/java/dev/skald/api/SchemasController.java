package dev.skald.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The schemas of all events ever released; each is where {@code ce_dataschema} says. */
@Tag(name = "events")
@RestController
@RequestMapping("/api/v1/schemas")
@ConditionalOnProperty(name = "skald.api.queries", matchIfMissing = true)
final class SchemasController {

  private static final String RELEASED = "classpath*:events/*/*.schema.json";
  private static final Pattern NAME = Pattern.compile(".*/([^/]+)/(\\d+)\\.schema\\.json");
  private static final String MEDIA_TYPE = "application/schema+json";

  /** One version of a type of event, and where its schema is. */
  public record ReleasedSchema(String type, int version, String schema) {}

  /** All of them, by type and version. */
  public record ReleasedSchemas(List<ReleasedSchema> items) {}

  private record Key(String type, int version) {}

  private final SortedMap<Key, String> schemas =
      new TreeMap<>(Comparator.comparing(Key::type).thenComparingInt(Key::version));

  SchemasController(ResourcePatternResolver resources) {
    try {
      for (Resource resource : resources.getResources(RELEASED)) {
        Matcher name = NAME.matcher(resource.getURL().toString());
        if (name.matches()) {
          Key key = new Key(name.group(1), Integer.parseInt(name.group(2)));
          schemas.put(key, resource.getContentAsString(UTF_8));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Operation(summary = "All versions of all types of events")
  @GetMapping
  ReleasedSchemas all() {
    return new ReleasedSchemas(
        schemas.keySet().stream()
            .map(
                key ->
                    new ReleasedSchema(
                        key.type(),
                        key.version(),
                        "/api/v1/schemas/%s/%d".formatted(key.type(), key.version())))
            .toList());
  }

  @Operation(summary = "The JSON Schema of one version of a type of event")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Object.class)))
  @GetMapping("/{type}/{version:\\d{1,9}}")
  ResponseEntity<String> one(@PathVariable String type, @PathVariable int version) {
    String schema = schemas.get(new Key(type, version));
    if (schema == null) {
      throw Problem.notFound(
          "schema-unknown", "no version %d of '%s' was ever released".formatted(version, type));
    }
    return ResponseEntity.ok().header("Content-Type", MEDIA_TYPE).body(schema);
  }
}
