package dev.skald.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./skald}, in a folder where there is nothing to build. */
class CommandTest {

  private static final Path SCRIPT = Path.of(System.getProperty("skald.root", ".."), "skald");

  @TempDir private Path folder;

  @BeforeEach
  void copy() throws IOException {
    Files.copy(SCRIPT, folder.resolve("skald"));
  }

  @Test
  void a_port_that_is_taken_is_named_before_anything_is_built() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());

      assertThat(said("up", "-d", "--data", "elsewhere", "--port", port))
          .contains("Port " + port + ", for the API, is taken", "--port N")
          .doesNotContain("Build");
      assertThat(said("up", "--port", "0", "--postgres-port", "0", "--kafka-port=" + port))
          .contains("Port " + port + ", for Kafka, is taken", "--kafka-port N")
          .doesNotContain("Build");
    }
  }

  @Test
  void a_command_that_is_named_goes_to_the_folder_that_was_given() throws Exception {
    assertThat(said("demo")).contains("`./skald up` starts it");
    assertThat(said("demo", "--data", "else where"))
        .contains("`./skald up --data else\\ where` starts it");
  }

  @Test
  void the_skald_of_another_folder_is_not_taken_for_ours_though_it_has_the_process_id_by_now()
      throws Exception {
    Process other =
        new ProcessBuilder(
                "bash",
                "-c",
                "exec -a 'java -jar skald.jar --skald.stack.data=/elsewhere' sleep 60")
            .start();
    try {
      Path state = Files.createDirectory(folder.resolve("mine")).resolve("state.properties");
      Files.writeString(state, "pid=" + other.pid());

      assertThat(said("status", "--data", "mine")).contains("Skald is not running on");
    } finally {
      other.destroy();
    }
  }

  private String said(String... arguments) throws Exception {
    List<String> command =
        Stream.concat(Stream.of("bash", "./skald"), Stream.of(arguments)).toList();
    Path output = folder.resolve("said");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    return Files.readString(output, StandardCharsets.UTF_8);
  }
}
