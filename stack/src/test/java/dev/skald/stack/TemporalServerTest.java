package dev.skald.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalServerTest {

  @Test
  void keeps_its_state_and_comes_back_after_a_kill(@TempDir Path folder) throws Exception {
    assumeTrue(
        TemporalBinaries.built().isPresent(),
        "Temporal's server is not built here: tools/temporal/build makes it");
    Path binaries = TemporalBinaries.built().orElseThrow();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("postgres"), 0)) {
      Path data = folder.resolve("temporal");
      try (TemporalServer temporal = TemporalServer.start(data, postgres, binaries, 0, 0)) {
        assertThat(register(temporal, "kept")).isEqualTo(200);
        killServer();
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(() -> assertThat(namespaces(temporal)).contains("\"kept\""));
      }
      try (TemporalServer temporal = TemporalServer.start(data, postgres, binaries, 0, 0)) {
        assertThat(namespaces(temporal)).contains("\"kept\"");
        assertThat(Http.answers(temporal.uiUrl() + "/healthz")).isTrue();
      }
      for (String secret : List.of("database.password", "server.yaml")) {
        assertThat(
                PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(secret))))
            .isEqualTo("rw-------");
      }
    }
  }

  private static void killServer() {
    ProcessHandle.current()
        .descendants()
        .filter(each -> each.info().command().orElse("").endsWith("/temporal-server"))
        .forEach(ProcessHandle::destroyForcibly);
  }

  /** Through the Web UI, which so shows that it reaches the server. */
  private static String namespaces(TemporalServer temporal) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(temporal.uiUrl() + "/api/v1/namespaces"))).body();
  }

  private static int register(TemporalServer temporal, String namespace) throws Exception {
    String body =
        """
        {"namespace": "%s", "workflowExecutionRetentionPeriod": "86400s"}
        """
            .formatted(namespace);
    return send(HttpRequest.newBuilder(URI.create(temporal.httpUrl() + "/api/v1/namespaces"))
            .POST(HttpRequest.BodyPublishers.ofString(body)))
        .statusCode();
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
