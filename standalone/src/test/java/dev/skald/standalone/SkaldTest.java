package dev.skald.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.stack.CacheFolder;
import dev.skald.stack.ServerFailed;
import dev.skald.stack.TemporalBinaries;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What `./skald up`, `demo` and `down` do, in this process. */
class SkaldTest {

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
  private Path data = Path.of("");

  /** Not below a folder that only we may enter: Postgres may run as somebody else. */
  @BeforeEach
  void choose_a_folder() {
    data = Path.of(System.getProperty("java.io.tmpdir"), "skald-test-" + System.nanoTime());
  }

  @Test
  void keeps_what_happened_over_a_restart() throws IOException {
    String url;
    String temporal =
        "--skald.stack.temporal=" + (TemporalBinaries.built().isPresent() ? "server" : "in-memory");
    try (Skald skald = start(temporal)) {
      url = skald.url();
      assertThat(Demo.run(url, out)).as(said.toString(StandardCharsets.UTF_8)).isTrue();
      assertThatThrownBy(() -> start())
          .isInstanceOf(ServerFailed.class)
          .hasMessageContaining("Another Skald runs");
    }
    assertThat(Demo.run(url, out)).isFalse();
    try (Skald skald = start(temporal)) {
      Rest rest = new Rest(Integer.parseInt(skald.url().replaceAll(".*:", "")));
      assertThat(rest.get("/api/v1/sagas?type=account-transfer").body().get("items")).hasSize(2);
      assertThat(Demo.run(skald.url(), out)).as(said.toString(StandardCharsets.UTF_8)).isTrue();
    }
    CacheFolder.delete(data);
  }

  @Test
  void runs_with_a_temporal_in_memory_and_says_what_is_missing_then() throws IOException {
    try (Skald skald = start("--skald.stack.temporal=in-memory")) {
      assertThat(Demo.run(skald.url(), out)).as(said.toString(StandardCharsets.UTF_8)).isTrue();
      assertThat(said.toString(StandardCharsets.UTF_8)).contains("in memory");
    }
    CacheFolder.delete(data);
  }

  @Test
  void names_a_port_that_is_taken_and_the_flag_that_changes_it() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> start("--skald.stack.kafka-port=" + taken.getLocalPort()))
          .hasMessage(
              "Port %d, for Kafka, is taken by another program; choose another with --kafka-port N."
                  .formatted(taken.getLocalPort()));
    }
    assertThat(Files.exists(data.resolve("postgres"))).isFalse();
    CacheFolder.delete(data);
  }

  @Test
  void refuses_a_port_that_there_cannot_be() throws IOException {
    assertThatThrownBy(() -> start("--server.port=99999"))
        .hasMessageContaining("server.port is '99999', but must be a port from 1 to 65535");
    CacheFolder.delete(data);
  }

  private Skald start(String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("--skald.stack.data=" + data);
    Stream.of(
            "--server.port",
            "--skald.stack.postgres-port",
            "--skald.stack.kafka-port",
            "--skald.stack.temporal-port",
            "--skald.stack.temporal-ui-port")
        .filter(port -> Stream.of(settings).noneMatch(each -> each.startsWith(port + "=")))
        .forEach(port -> all.add(port + "=0"));
    return Skald.start(new Progress(out), all.toArray(String[]::new));
  }
}
