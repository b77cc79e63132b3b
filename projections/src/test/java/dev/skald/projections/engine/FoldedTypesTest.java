package dev.skald.projections.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.domain.EventType;
import dev.skald.domain.EventTypes;
import dev.skald.projections.ProjectionsConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * While a build is rolled out, members of the one before pass over types of event that they do not
 * know. Only a higher version of a projection folds those again, and nobody thinks of that alone.
 */
class FoldedTypesTest {

  private static final Path LIST = Path.of("src", "test", "resources", "folded-types.txt");

  @Test
  void whoever_adds_a_type_of_event_is_told_to_raise_versions() throws IOException {
    String types =
        EventTypes.ALL.stream()
            .filter(FoldedTypesTest::isRead)
            .map(type -> "%s v%d\n".formatted(type.name(), type.version()))
            .sorted()
            .collect(Collectors.joining());

    if (Boolean.getBoolean("update")) {
      Files.writeString(LIST, types);
    }

    assertThat(LIST)
        .as(
            "a type of event that projections read is new, or has a new version: raise version() of"
                + " each whose rows show it; then write the list again with -Dtest=FoldedTypesTest"
                + " -Dupdate=true")
        .hasContent(types);
  }

  private static boolean isRead(EventType type) {
    return ProjectionsConfiguration.PROJECTIONS.stream()
        .flatMap(projection -> projection.sources().stream())
        .anyMatch(source -> source.type().isAssignableFrom(type.data()));
  }
}
