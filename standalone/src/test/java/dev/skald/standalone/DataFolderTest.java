package dev.skald.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

  @Test
  void is_left_alone_when_it_holds_something_else(@TempDir Path home) throws IOException {
    Path letter = Files.writeString(home.resolve("letter"), "dear");

    assertThatThrownBy(() -> DataFolder.take(home, true))
        .hasMessageContaining("holds other things than the data of a Skald");
    assertThat(home).isDirectoryContaining(path -> path.equals(letter));
  }

  @Test
  void forgets_all_but_the_logs_when_asked_to(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("logs"));
    try (DataFolder data = DataFolder.take(folder, false)) {
      Files.createDirectories(data.folder("postgres/data"));
    }
    try (DataFolder data = DataFolder.take(folder, true)) {
      assertThat(data.folder("postgres")).doesNotExist();
      assertThat(data.folder("logs")).exists();
    }
  }

  @Test
  void tells_what_runs_while_it_runs(@TempDir Path folder) throws IOException {
    Path state = folder.resolve("state.properties");
    try (DataFolder data = DataFolder.take(folder, false)) {
      assertThat(state).content().isEqualTo("pid=%d%n", ProcessHandle.current().pid());
      data.writeState("http://127.0.0.1:8080", Map.of("Kafka", "127.0.0.1:9092"));
      assertThat(state)
          .content()
          .contains("ready=true", "url=http://127.0.0.1:8080", "place.Kafka=127.0.0.1:9092");
    }
    assertThat(state).doesNotExist();
  }

  @Test
  void knows_that_the_last_run_was_killed(@TempDir Path folder) throws IOException {
    try (DataFolder data = DataFolder.take(folder, false)) {
      assertThat(data.wasLeftInAHurry()).isFalse();
    }
    Files.writeString(folder.resolve("state.properties"), "pid=1");
    try (DataFolder data = DataFolder.take(folder, false)) {
      assertThat(data.wasLeftInAHurry()).isTrue();
    }
  }
}
