package dev.skald.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {

  @Test
  void is_made_where_somebody_of_the_same_process_id_was_killed_while_making_it(@TempDir Path home)
      throws IOException {
    Path folder = home.resolve("postgres");
    String left = "postgres.%d.tmp".formatted(ProcessHandle.current().pid());
    Files.writeString(Files.createDirectory(home.resolve(left)).resolve("half"), "");

    CacheFolder.once(folder, made -> Files.writeString(made.resolve("all"), ""));

    assertThat(folder.resolve("all")).exists();
    assertThat(folder.resolve("half")).doesNotExist();
  }
}
